package dev.churn.features;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.ReadingReport;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.EventFiles.ScoreRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.Fixture.Row;
import dev.churn.features.Fixture.Table;
import dev.churn.features.source.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.Test;

/** Equal rows give equal features, whatever file they come in. */
final class ParityTest {
  private static final String[] HEADER = {
    "Customer ID", "event_date", "note", "amount", "event_type"
  };
  private static final String[] IDS = {
    "00123", "17850", "12345678901234567890", "Zoë", "O'Brien, \"Pat\"", "a;b", "C-1", "-7", "1e5"
  };
  private static final String[] NOTES = {
    "",
    "plain",
    "with, comma",
    "\"quoted\"",
    "half \" quote",
    "ümlaut €",
    " blanks ",
    "semi;colon|tab"
  };
  private static final String[] TYPES = {"purchase", "", "Rückgabe", "visit, paid"};
  private static final int BAD_ROW = 700;

  /** Rows of texts as a CSV file has them; one of them has a bad day. */
  private static List<String[]> rows() {
    var random = new Random(7);
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      int cents = random.nextInt(200_000) - 20_000;
      rows.add(
          new String[] {
            IDS[random.nextInt(IDS.length)],
            i == BAD_ROW
                ? "some day"
                : LocalDate.of(2023, 1, 1).plusDays(random.nextInt(500)).toString(),
            NOTES[random.nextInt(NOTES.length)],
            random.nextInt(9) == 0 ? "" : BigDecimal.valueOf(cents, 2).toPlainString(),
            TYPES[random.nextInt(TYPES.length)]
          });
    }
    return rows;
  }

  private static String csv(List<String[]> rows) {
    var csv = new StringBuilder(line(HEADER));
    rows.forEach(row -> csv.append(line(row)));
    return csv.toString();
  }

  private static String line(String[] values) {
    List<String> fields = new ArrayList<>();
    for (String value : values) {
      fields.add(
          value.contains(",") || value.contains("\"")
              ? '"' + value.replace("\"", "\"\"") + '"'
              : value);
    }
    return String.join(",", fields) + "\n";
  }

  /** {@return JSON lines; the header is no line, so that a blank one stands for it} */
  private static String jsonLines(List<String[]> rows) {
    var json = new StringBuilder("\n");
    for (String[] row : rows) {
      json.append(object(row, " ")).append('\n');
    }
    return json.toString();
  }

  private static String jsonArray(List<String[]> rows) {
    var json = new StringBuilder("[\n"); // so that the first object is on line 2
    for (String[] row : rows) {
      json.append(object(row, "")).append(",\n");
    }
    return json.replace(json.length() - 2, json.length(), "]").toString();
  }

  private static String object(String[] row, String blank) {
    List<String> members = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      if (!row[i].isEmpty() || i % 2 == 0) { // an empty value, or none
        boolean number = i == 3;
        members.add(
            "\"%s\":%s%s"
                .formatted(
                    HEADER[i], blank, number ? row[i] : '"' + row[i].replace("\"", "\\\"") + '"'));
      }
    }
    return "{" + String.join("," + blank, members) + "}";
  }

  /** {@return a workbook as another program writes it, with days and numbers as such} */
  private static byte[] workbook(List<String[]> rows) {
    var out = new ByteArrayOutputStream();
    try (var workbook = new Workbook(out, "test", "1.0");
        Worksheet sheet = workbook.newWorksheet("Orders")) {
      for (int column = 0; column < HEADER.length; column++) {
        sheet.value(0, column, HEADER[column]);
      }
      for (int i = 0; i < rows.size(); i++) {
        String[] row = rows.get(i);
        for (int column = 0; column < row.length; column++) {
          if (column == 1 && i != BAD_ROW) {
            sheet.value(i + 1, column, LocalDate.parse(row[column]));
            sheet.style(i + 1, column).format("dd/mm/yyyy").set();
          } else if (column == 3 && !row[column].isEmpty()) {
            sheet.value(i + 1, column, Double.valueOf(row[column]));
          } else if (column == 0 && row[column].equals("17850")) {
            sheet.value(i + 1, column, 17850);
          } else if (i % 2 == 0) {
            sheet.inlineString(i + 1, column, row[column]);
          } else {
            sheet.value(i + 1, column, row[column]);
          }
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static List<Row> scores(ProfiledFile read, Content file) {
    CsvProfile profile = read.profile();
    List<Row> rows = new ArrayList<>();
    Fixture.FEATURES.score(
        new ScoreRequest(
            read.options(),
            Fixture.UPLOAD_DAY,
            profile.firstDay(),
            profile.eventTypes(),
            profile.lastDay(),
            new FeatureDefinition(Set.of("purchase"), 700)),
        file,
        (customer, day, vector, churned) -> rows.add(new Row(customer, day, vector, churned)),
        Progress.none());
    return rows;
  }

  @Test
  void equal_rows_have_equal_profiles_tables_scores_and_histories_in_every_container() {
    List<String[]> rows = rows();
    byte[] csv = csv(rows).getBytes(UTF_8);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("gzip", Sources.gzip(csv));
    files.put("zip", Sources.zip("events.csv", csv));
    files.put("zip of gzip", Sources.zip("events.csv.gz", Sources.gzip(csv)));
    files.put("UTF-16 with a mark", csv(rows).getBytes(UTF_16));
    files.put("UTF-16 without", csv(rows).getBytes(UTF_16LE));
    files.put("windows-1252", csv(rows).getBytes(Charset.forName("windows-1252")));
    files.put("xlsx", workbook(rows));
    files.put("gzip of xlsx", Sources.gzip(workbook(rows)));
    files.put("JSON lines", jsonLines(rows).getBytes(UTF_8));
    files.put("JSON array", jsonArray(rows).getBytes(UTF_8));
    files.put(
        "zip of JSON lines in UTF-16", Sources.zip("e.jsonl", jsonLines(rows).getBytes(UTF_16)));

    Content plain = Content.of(csv);
    ProfiledFile expected = read(plain);
    Table table = Fixture.build(Fixture.FEATURES, plain, UploadOptions.defaults());
    assertThat(expected.profile().rejected()).hasSize(1);

    files.forEach(
        (name, bytes) -> {
          Content file = Content.of(bytes);
          ProfiledFile read = read(file);
          assertThat(withoutConversions(read.profile()))
              .as(name)
              .isEqualTo(withoutConversions(expected.profile()));
          Table same = Fixture.build(Fixture.FEATURES, file, UploadOptions.defaults());
          assertThat(same.text()).as(name).isEqualTo(table.text());
          assertThat(same.manifest()).as(name).isEqualTo(table.manifest());
          assertThat(scores(read, file)).as(name).isEqualTo(scores(expected, plain));
          assertThat(histories(read, file)).as(name).isEqualTo(histories(expected, plain));
        });
  }

  private static ProfiledFile read(Content file) {
    return Fixture.FEATURES.profile(
        file, UploadOptions.defaults(), Fixture.UPLOAD_DAY, Progress.none());
  }

  private static Object histories(ProfiledFile read, Content file) {
    return Fixture.FEATURES.histories(
        read.options(), Fixture.UPLOAD_DAY, file, Set.of("00123", "Zoë", "17850"));
  }

  /** {@return a profile in which nothing says that the file was converted} */
  private static CsvProfile withoutConversions(CsvProfile profile) {
    return new CsvProfile(
        profile.rowCount(),
        profile.rejectedRowCount(),
        profile.rejected(),
        profile.warnings().stream().filter(warning -> !warning.contains("converted")).toList(),
        profile.firstDay(),
        profile.lastDay(),
        profile.eventTypes(),
        profile.counts(),
        new ReadingReport(
            profile.report().rejections(),
            profile.report().unread(),
            List.of(),
            profile.report().customerIdForm()));
  }
}
