package dev.churn.features.source;

import static dev.churn.features.source.Sources.bytes;
import static dev.churn.features.source.Sources.gzip;
import static dev.churn.features.source.Sources.read;
import static dev.churn.features.source.Sources.refusal;
import static dev.churn.features.source.Sources.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.limit.DiskSpace;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.domain.storage.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainersTest {
  private static final String CSV = "customer_id,event_date\n1,2024-01-01\n";

  @Test
  void the_only_data_file_of_an_archive_is_read() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("export/", new byte[0]);
    files.put("export/Events.CSV", bytes(CSV));
    files.put("export/.DS_Store", bytes("x"));
    files.put("__MACOSX/export/._Events.csv", bytes("x"));
    files.put("Thumbs.db", bytes("x"));
    files.put("README.txt", bytes("what the columns mean"));
    files.put("terms.pdf", bytes("%PDF-1.7"));

    assertThat(read(zip(files)).text()).isEqualTo(CSV);
  }

  @Test
  void a_file_alone_in_an_archive_is_read_whatever_its_name_is() {
    assertThat(read(zip("export", bytes(CSV))).text()).isEqualTo(CSV);
    assertThat(read(zip("readme.txt", bytes(CSV))).text()).isEqualTo(CSV);
  }

  @Test
  void an_archive_of_several_data_files_is_refused_by_their_names() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("a.csv", bytes(CSV));
    files.put("b.csv", bytes(CSV));
    files.put("sub/c.csv", bytes(CSV));

    assertThat(refusal(zip(files)))
        .hasMessageContaining(
            "found a ZIP with three files: 'a.csv', 'b.csv', 'sub/c.csv'; upload one of them");
    assertThat(refusal(zip(files)).code()).isEqualTo(ErrorCode.UNPROCESSABLE);
  }

  @Test
  void of_many_files_the_first_are_named() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      files.put("%02d.csv".formatted(i), bytes(CSV));
    }

    assertThat(refusal(zip(files)))
        .hasMessageContaining("a ZIP with 12 files: '00.csv'")
        .hasMessageContaining("'04.csv' and 7 more");
  }

  @Test
  void an_archive_without_files_is_refused() {
    assertThat(refusal(zip(Map.of()))).hasMessageContaining("found a ZIP without files");
    assertThat(refusal(zip("folder/", new byte[0]))).hasMessageContaining("a ZIP without files");
  }

  @Test
  void an_encrypted_archive_is_refused() {
    byte[] encrypted = zip("a.csv", bytes(CSV));
    encrypted[6] |= 1;

    assertThat(refusal(encrypted)).hasMessageContaining("found a ZIP that is encrypted");

    byte[] later = zip("a.csv", bytes(CSV)); // the flag in the directory alone
    for (int i = 0; i < later.length - 9; i++) {
      if (later[i] == 'P' && later[i + 1] == 'K' && later[i + 2] == 1 && later[i + 3] == 2) {
        later[i + 8] |= 1;
      }
    }
    assertThat(refusal(later)).hasMessageContaining("found a ZIP that is encrypted");
  }

  @Test
  void names_in_an_old_code_page_do_not_matter() throws IOException {
    var zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip, StandardCharsets.ISO_8859_1)) {
      out.putNextEntry(new ZipEntry("K\u0081nden.csv")); // ü in code page 437
      out.write(bytes(CSV));
    }

    assertThat(read(zip.toByteArray()).text()).isEqualTo(CSV);
  }

  @Test
  void an_archive_may_lie_in_another_one_but_no_deeper() {
    assertThat(read(gzip(zip("a.csv", bytes(CSV)))).text()).isEqualTo(CSV);
    assertThat(read(zip("a.csv.gz", gzip(bytes(CSV)))).text()).isEqualTo(CSV);
    assertThat(read(zip("a.zip", zip("a.csv", bytes(CSV)))).text()).isEqualTo(CSV);
    assertThat(read(gzip(gzip(bytes(CSV)))).text()).isEqualTo(CSV);

    assertThat(refusal(zip("a.gz", gzip(zip("a.csv", bytes(CSV))))))
        .hasMessageContaining("an archive within an archive within an archive");
    assertThat(refusal(gzip(gzip(gzip(bytes(CSV)))))).hasMessageContaining("within an archive");
  }

  @Test
  void a_damaged_archive_is_refused() {
    byte[] whole = zip("a.csv", bytes(CSV.repeat(1000)));

    assertThat(refusal(Arrays.copyOf(whole, whole.length / 2)))
        .hasMessageContaining("Expected a whole ZIP file, found a damaged or truncated one");
    whole[40] ^= 0x55;
    whole[41] ^= 0x55;
    assertThat(refusal(whole).code()).isEqualTo(ErrorCode.UNPROCESSABLE);
  }

  @Test
  void members_of_gzip_are_read_one_after_the_other_up_to_zeros() {
    byte[] one = bytes(CSV);
    byte[] two = bytes("2,2024-01-02\n".repeat(20_000));
    byte[] three = bytes("3,2024-01-03\n");
    byte[] file = joined(gzip(one), gzip(two), gzip(new byte[0]), gzip(three));

    String all = new String(joined(one, two, three), StandardCharsets.UTF_8);
    assertThat(read(file).text()).isEqualTo(all);
    assertThat(read(joined(file, new byte[700])).text()).isEqualTo(all);
    assertThat(read(named(one)).text()).isEqualTo(CSV);
  }

  /** {@return a member with every optional part of a header} */
  private static byte[] named(byte[] text) {
    byte[] packed = gzip(text);
    byte[] head = joined(Arrays.copyOf(packed, 10), bytes("\3\0abcevents.csv\0a comment\0"));
    head[3] = 2 + 4 + 8 + 16;
    var sum = new CRC32();
    sum.update(head);
    byte[] check = {(byte) sum.getValue(), (byte) (sum.getValue() >> 8)};
    return joined(head, check, Arrays.copyOfRange(packed, 10, packed.length));
  }

  @Test
  void gzip_with_something_else_behind_it_is_refused() {
    byte[] one = gzip(bytes(CSV));
    byte[] damaged = gzip(bytes("2,2024-01-02\n"));
    damaged[1] ^= 1;
    byte[] method = gzip(bytes("2,2024-01-02\n"));
    method[2] = 9;
    byte[] check = gzip(bytes("2,2024-01-02\n"));
    check[check.length - 5] ^= 1;
    byte[] length = gzip(bytes("2,2024-01-02\n"));
    length[length.length - 1] ^= 1;

    for (byte[] rest :
        List.of(
            bytes("2,2024-01-02\n"),
            new byte[] {0x1F},
            damaged,
            method,
            check,
            length,
            joined(new byte[512], bytes("x")),
            joined(new byte[512], gzip(bytes("2,2024-01-02\n"))))) {
      for (byte[] file : List.of(joined(one, rest), gzip(joined(one, rest)))) {
        assertThat(refusal(file))
            .hasMessageStartingWith(
                "Expected a whole gzip file, found a damaged or truncated one: ")
            .hasMessageNotContaining("null")
            .extracting(ChurnException::code)
            .isEqualTo(ErrorCode.UNPROCESSABLE);
      }
    }
  }

  @Test
  void gzip_cut_anywhere_is_refused_in_words() {
    byte[] one = gzip(bytes(CSV));
    byte[] file = joined(one, gzip(bytes("2,2024-01-02\n")));

    for (int cut = 3; cut < file.length; cut++) {
      if (cut != one.length) {
        assertThat(refusal(Arrays.copyOf(file, cut)))
            .as("cut after %d bytes", cut)
            .hasMessage(
                "Expected a whole gzip file, found a damaged or truncated one: it ends too early");
      }
    }
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  @Test
  void encodings_are_found_within_archives() {
    byte[] latin =
        "customer_id,event_date\nJosé,2024-01-01\n".getBytes(Charset.forName("windows-1252"));

    assertThat(read(zip("a.csv", latin)).text()).contains("José");
    assertThat(read(gzip(latin)).encoding()).contains("windows-1252");
  }

  @Test
  void no_temporary_file_stays_behind(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("a.zip"), zip("a.csv", bytes(CSV)));
    List<Path> before = temporaries();

    assertThat(read(Content.of(file), FileConventions.defaults()).text()).isEqualTo(CSV);
    assertThat(refusal(Arrays.copyOf(Files.readAllBytes(file), 60))).isNotNull();
    assertThat(read(Content.ofFinished(file), FileConventions.defaults()).text()).isEqualTo(CSV);

    assertThat(temporaries()).isEqualTo(before);
    assertThat(file).exists();
  }

  private static List<Path> temporaries() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "churn-*.tmp")) {
      found.forEach(files::add);
    }
    return files.stream().sorted().toList();
  }

  @Test
  void a_bomb_is_refused_when_it_begins_to_unpack() throws IOException {
    byte[] bomb = gzip(new byte[200 << 20]); // 200 MiB of zeros from 200 kB
    var opened = new AtomicLong();
    try (InputStream in =
        new InflationLimit(
            new GZIPInputStream(new ByteArrayInputStream(bomb)), limits(200, 1L << 40), () -> 0)) {
      assertThatThrownBy(
              () -> {
                for (int n = in.read(new byte[1 << 16]); n >= 0; n = in.read(new byte[1 << 16])) {
                  opened.addAndGet(n);
                }
              })
          .satisfies(isTooLarge("200 times the uploaded bytes (MAX_EXPANSION_RATIO)"));
    }
    assertThat(opened.get()).isLessThanOrEqualTo(InflationLimit.FREE);
  }

  @Test
  void a_bomb_in_any_wrapping_is_refused() {
    byte[] rows = bytes("customer_id,event_date\n" + "c,2024-01-01\n".repeat(7 << 20)); // 91 MiB
    String problem = "times the uploaded bytes (MAX_EXPANSION_RATIO)";
    for (byte[] bomb :
        List.of(gzip(rows), gzip(gzip(rows)), zip("a.csv", rows), zip("a.csv.gz", gzip(rows)))) {
      assertThat(refusal(bomb)).satisfies(isTooLarge(problem));
    }
  }

  @Test
  void text_beyond_the_limit_of_bytes_is_refused_whatever_its_compression() throws IOException {
    try (InputStream in =
        new InflationLimit(Content.of(new byte[10]).open(), limits(1, 3), () -> 10)) {
      assertThat(in.read()).isZero();
      assertThatThrownBy(() -> in.read(new byte[4]))
          .satisfies(
              isTooLarge("3 bytes of text at most once it is unpacked (MAX_EXPANDED_BYTES)"));
    }
  }

  private static ReadingLimits limits(long expansion, long bytes) {
    return new ReadingLimits(1, expansion, bytes, DiskSpace.unwatched());
  }

  private static Consumer<Throwable> isTooLarge(String message) {
    return thrown -> {
      assertThat(thrown).isInstanceOf(ChurnException.class).hasMessageContaining(message);
      assertThat(((ChurnException) thrown).code()).isEqualTo(ErrorCode.TOO_LARGE);
    };
  }

  @Test
  void an_archive_is_not_unpacked_to_a_disk_without_room() throws IOException {
    var full = new DiskSpace(1000, false, folder -> new DiskSpace.Disk(1 << 30, 999));
    List<Path> before = temporaries();

    assertThatThrownBy(
            () ->
                SourceText.open(
                    Content.of(gzip(zip("a.csv", bytes(CSV)))),
                    FileConventions.defaults(),
                    new ReadingLimits(1, 1, 1 << 20, full)))
        .hasMessageContaining("MIN_FREE_DISK_BYTES")
        .extracting(thrown -> ((ChurnException) thrown).code())
        .isEqualTo(ErrorCode.NO_SPACE);
    assertThat(temporaries()).isEqualTo(before);
  }

  @Test
  void storage_that_fails_is_no_fault_of_the_archive() {
    byte[] zip = zip("a.csv", bytes(CSV));
    var failing =
        new Content() {
          @Override
          public long size() {
            return zip.length;
          }

          @Override
          public InputStream open() {
            return new SequenceInputStream(
                new ByteArrayInputStream(zip, 0, zip.length / 2), new CutCable());
          }
        };

    assertThat(
            catchThrowableOfType(
                    ChurnException.class, () -> read(failing, FileConventions.defaults()))
                .code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }

  private static final class CutCable extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("cable cut");
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      return read();
    }
  }
}
