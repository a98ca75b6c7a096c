package dev.churn.http.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.domain.ChurnException;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.features.event.EventFields;
import dev.churn.http.Caller.Form;
import dev.churn.http.Scenario;
import dev.churn.http.request.FuzzedRequests;
import dev.churn.training.ChurnModelTraining;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Something that reads bytes from outside.
 *
 * @param inputsEach how many inputs one call has, such as the rows of a file
 * @param share of all inputs, in percent
 */
record FuzzTarget(
    String name,
    int inputsEach,
    int share,
    List<byte[]> examples,
    List<String> words,
    Reader reader) {
  /** An input must not need more; files inflate and models are large. */
  static final long MOST_ALLOCATED_BYTES = 64 << 20;

  private static final int ROWS = 64;
  private static final LocalDate DAY = LocalDate.of(2024, 7, 1);
  private static final RfmFeatures FEATURES = new RfmFeatures(1);
  private static final String HEADER = "customer_id,event_date,amount,event_type\n";

  private static final List<String> VALUES =
      List.of(
          "\"",
          "\"\"",
          ",",
          ";",
          "\t",
          "\n",
          "\r\n",
          "\r",
          "\\",
          "|",
          "é",
          "\u0000",
          "\uFEFF",
          "null",
          "NaN",
          "-",
          "1e309",
          "1e-400",
          "0x1",
          "1.234,56",
          "1,234.56",
          "€",
          "(5)",
          "+1",
          "1E5",
          "2024-02-30",
          "2024-13-01",
          "31/12/2023",
          "12/31/2023",
          "20240101",
          "1704067200",
          "2024-01-01T25:00",
          "2024-01-01T00:00:00+14:00",
          "9999-12-31",
          "0000-00-00",
          "=1+1",
          "''",
          "99999999999999999999",
          "C-1",
          "purchase",
          " ",
          "true");

  /** Reads an input; a {@link ChurnException} says in words what is wrong with it. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] input);
  }

  static List<FuzzTarget> all(Path folder) {
    return List.of(rows(), files(), values(), predictions(), forms(folder), models(folder));
  }

  private static FuzzTarget rows() {
    List<byte[]> examples =
        bytes(
            "C-1,2024-01-15,150.50,purchase\n",
            "\"C, 2\",2024-01-16,-7,\"log\"\"in\"\n",
            "C-3,2024-01-17T23:30:00Z,,\n",
            "C-4,17.01.2024,\"1.234,56\",x\r\n",
            "C-5,2024-01-18,12\n",
            "\"two\nlines\",2024-01-18,1,\"a\nb\"\n");
    return new FuzzTarget("rows", ROWS, 40, examples, VALUES, FuzzTarget::profile);
  }

  /** {@return a file of a header and the inputs, each of which may be any number of rows} */
  static byte[] fileOf(List<byte[]> rows) {
    var file = new ByteArrayOutputStream();
    file.writeBytes(HEADER.getBytes(UTF_8));
    rows.forEach(file::writeBytes);
    return file.toByteArray();
  }

  private static FuzzTarget files() {
    String csv = Scenario.history(3, 1);
    List<byte[]> examples =
        new ArrayList<>(bytes(csv, csv.replace(',', ';'), csv.replace(',', '\t')));
    examples.add(gzip(csv));
    examples.add(zip(csv));
    examples.addAll(
        bytes(
            "[{\"customer_id\": \"C-1\", \"event_date\": \"2024-01-15\", \"amount\": 5}]",
            """
            {"customer_id": "C-1", "event_date": "2024-01-15"}
            {"customer_id": "C-2"}
            """,
            "sep=;\ncustomer_id;event_date\nC-1;2024-01-15\n"));
    examples.add(csv.getBytes(java.nio.charset.StandardCharsets.UTF_16));
    return new FuzzTarget("files", 1, 1, examples, VALUES, FuzzTarget::profile);
  }

  private static void profile(byte[] file) {
    FEATURES.profile(Content.of(file), UploadOptions.defaults(), DAY, Progress.none());
  }

  private static FuzzTarget values() {
    var fields = new EventFields();
    return new FuzzTarget(
        "values",
        1,
        30,
        bytes(
            "150.50",
            "1.234,56 €",
            "(1,000)",
            "2024-01-15",
            "15/01/2024 10:30",
            "Jan 5, 2024",
            "C-1"),
        VALUES,
        input -> {
          String text = new String(input, UTF_8);
          fields.amount(text);
          fields.customer(text);
          fields.eventType(text);
          EventFields.days(ZoneOffset.UTC, DAY, Stream.of(text));
          fields.layout(List.of(text, "event_date"));
        });
  }

  private static FuzzTarget predictions() {
    return new FuzzTarget(
        "predictions",
        1,
        20,
        bytes(
            """
            {"customer_id": "C-1 \\u00e9", "as_of": "2024-03-01", "transactions": [
              {"event_date": "2024-01-15", "amount": 150.50, "event_type": "purchase"},
              {"event_date": "2024-01-16T23:30:00-02:00", "amount": -7, "event_type": null}]}
            """,
            "{\"customer_id\":\"C\",\"transactions\":[{\"date\":\"15.01.2024\",\"value\":\"1,5\"}]}",
            "{\"customer_id\": 7, \"transactions\": []}"),
        List.of(
            "{",
            "}",
            "[",
            "]",
            "[[[[[[[[",
            "{\"a\":",
            "null",
            "true",
            "1e999",
            "-0",
            "1e-999",
            "\"\\ud800\"",
            "\\u0000",
            "\"amount\":",
            "\"transactions\":",
            "\"customer_id\":",
            "\"as_of\":",
            "99999999999999999999999999",
            "0.1e-320",
            "\"9999-12-31\"",
            "\uFEFF",
            ",",
            ":"),
        FuzzedRequests::predict);
  }

  private static FuzzTarget forms(Path folder) {
    byte[] form =
        Form.file("customer_id,event_date\nC-1,2024-01-15\n").with("as_of", "2024-01-31").bytes();
    return new FuzzTarget(
        "forms",
        1,
        5,
        List.of(form, new Form().with("pipeline", "true").bytes()),
        List.of(
            "--" + Form.BOUNDARY,
            "--" + Form.BOUNDARY + "--",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "; filename=",
            "name=\"file\"",
            "filename*=UTF-8''%ff",
            "Content-Disposition: form-data",
            "\"",
            "--",
            "\u0000",
            "Content-Type: multipart/mixed; boundary=x",
            "../../etc/passwd"),
        input -> FuzzedRequests.form(input, Form.BOUNDARY, folder));
  }

  private static FuzzTarget models(Path folder) {
    var training = new ChurnModelTraining();
    return new FuzzTarget(
        "models",
        1,
        4,
        ModelExamples.files(folder.resolve("models")),
        List.of(
            "CHURNMDL",
            "\u0000\u0000\u0000\u0004",
            "\u007f\u0000\u0000\u0000",
            "\u0000\u0000\u0000\u0000"),
        input -> {
          training.decode(input);
        });
  }

  /** {@return the file with a checksum that fits, so that what is inside gets read} */
  static byte[] withChecksum(byte[] file) {
    if (file.length < Integer.BYTES) {
      return file;
    }
    byte[] fitting = file.clone();
    var checksum = new CRC32C();
    checksum.update(fitting, 0, fitting.length - Integer.BYTES);
    ByteBuffer.wrap(fitting).putInt(fitting.length - Integer.BYTES, (int) checksum.getValue());
    return fitting;
  }

  private static List<byte[]> bytes(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8)).toList();
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("events.csv"));
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
