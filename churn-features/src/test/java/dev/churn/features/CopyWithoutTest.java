package dev.churn.features;

import static dev.churn.features.Fixture.FEATURES;
import static dev.churn.features.Fixture.UPLOAD_DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.dataset.ProfiledFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.storage.Content;
import dev.churn.features.source.Sources;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Copies of files without one customer. */
final class CopyWithoutTest {
  private static final String CSV =
      """
      customer_id,event_date,amount,note
      A,2024-01-05,10,first
      "B, junior",2024-01-06,11,"of two
      lines"
      A,soon,12,a rejected row
      C,2024-01-08,13,A
       A ,2024-01-09,14,blanks
      AA,2024-01-10,15,another
      "A",2024-01-11,16,quoted
      C,2024-01-12,17,1,2
      A,2024-01-12,17,1,2
      """;
  private static final String WITHOUT_A =
      """
      customer_id,event_date,amount,note
      "B, junior",2024-01-06,11,"of two
      lines"
      C,2024-01-08,13,A
      AA,2024-01-10,15,another
      C,2024-01-12,17,1,2
      """;

  private static String copy(byte[] file, UploadOptions options, String customer, long removed) {
    var out = new ByteArrayOutputStream();
    assertThat(FEATURES.copyWithout(options, Content.of(file), customer, out, Progress.none()))
        .isEqualTo(removed);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ProfiledFile profile(byte[] file, UploadOptions options) {
    return FEATURES.profile(Content.of(file), options, UPLOAD_DAY, Progress.none());
  }

  @Test
  void a_copy_is_not_refused_for_the_share_of_values_that_cannot_be_read() {
    String good = "A,2024-01-05,10\n".repeat(30);
    String header = "customer_id,event_date,amount\n";
    byte[] file = bytes(header + good + "B,2024-02-30,5\nB,2024-01-07,x\n");
    UploadOptions options = profile(file, UploadOptions.defaults()).options();
    byte[] copy = bytes(copy(file, options, "A", 30));

    assertThatThrownBy(() -> profile(copy, options)).isInstanceOf(ChurnException.class);
    assertThat(FEATURES.profileCopy(Content.of(copy), options, UPLOAD_DAY))
        .hasValueSatisfying(
            profiled -> {
              assertThat(profiled.options()).isEqualTo(options);
              assertThat(profiled.profile().rowCount()).isEqualTo(2);
              assertThat(profiled.profile().rejectedRowCount()).isEqualTo(1);
            });
    Content rest = Content.of(bytes(header + "B,2024-02-30,5\n"));
    assertThat(FEATURES.profileCopy(rest, options, UPLOAD_DAY)).isEmpty();
  }

  @Test
  void the_profile_of_a_copy_says_how_days_and_amounts_are_read() {
    byte[] file = bytes("customer_id;event_date;amount\nA;31.01.2024;1,50\nB;05.02.2024;12,25\n");
    ProfiledFile read = profile(file, UploadOptions.defaults());
    byte[] copy = bytes(copy(file, read.options(), "A", 1));

    assertThat(read.profile().report().conversions())
        .containsExactly(
            "The amounts are written with a decimal comma and were read so.",
            "The days are in the format 'dd.MM.yyyy'.");
    assertThat(FEATURES.profileCopy(Content.of(copy), read.options(), UPLOAD_DAY))
        .hasValueSatisfying(
            profiled ->
                assertThat(profiled.profile().report().conversions())
                    .isEqualTo(read.profile().report().conversions()));
  }

  @Test
  void other_rows_keep_their_text_and_rejected_ones_of_the_customer_go_too() {
    byte[] file = CSV.getBytes(StandardCharsets.UTF_8);
    UploadOptions options = profile(file, UploadOptions.defaults()).options();

    assertThat(copy(file, options, "A", 5)).isEqualTo(WITHOUT_A);
    assertThat(copy(file, options, "B, junior", 1))
        .isEqualTo(CSV.replaceAll("\"B, junior(.|\n)*?lines\"\n", ""));
    assertThat(copy(file, options, "D", 0)).isEqualTo(CSV);
  }

  @Test
  void small_blocks_give_the_same() {
    byte[] file = CSV.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    new RfmFeatures(1, 7, RfmFeatures.DENSE_DAYS)
        .copyWithout(UploadOptions.defaults(), Content.of(file), "A", out, Progress.none());

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(WITHOUT_A);
  }

  @Test
  void every_container_becomes_text_that_reads_as_before() {
    String json =
        """
        {"customer_id": "A", "event_date": "2024-01-05", "amount": 10}
        {"customer_id": "Zoë", "event_date": "2024-01-06", "amount": 11.5}
        {"customer_id": "A", "event_date": "2024-01-07", "amount": 12}
        """;
    String german = "Kunde;Datum;amount\nA;05.01.2024;1,5\nZoë;25.01.2024;2,5\nA;6.1.2024;3,5\n";
    german = german.replace("Kunde", "customer_id").replace("Datum", "event_date");
    byte[] ansi = german.getBytes(Charset.forName("windows-1252"));
    String text = german.replace("Zoë", "Zo");
    byte[] sheet =
        Sources.workbook(
            row(1, "customer_id", "event_date", "amount")
                + row(2, "A", "2024-01-05", "10")
                + row(3, "Zoë", "2024-01-06", "11.5")
                + row(4, "A", "2024-01-07", "12"));
    for (byte[] file :
        new byte[][] {
          json.getBytes(StandardCharsets.UTF_8),
          ansi,
          Sources.gzip(text.getBytes(StandardCharsets.UTF_16)),
          Sources.zip("events.csv", text.getBytes(StandardCharsets.UTF_8)),
          sheet
        }) {
      ProfiledFile before = profile(file, UploadOptions.defaults());
      byte[] copy = copy(file, before.options(), "A", 2).getBytes(StandardCharsets.UTF_8);
      UploadOptions plain = before.options().with(before.options().conventions().ofPlainText());
      ProfiledFile after = profile(copy, plain);

      assertThat(new String(copy, StandardCharsets.UTF_8)).doesNotContainPattern("\\bA\\b");
      assertThat(after.options()).isEqualTo(plain);
      assertThat(after.profile().rowCount()).isEqualTo(before.profile().rowCount() - 2);
      assertThat(after.profile().rejectedRowCount()).isZero();
    }
  }

  private static String row(int number, String... cells) {
    var row = new StringBuilder("<row r='" + number + "'>");
    for (int i = 0; i < cells.length; i++) {
      row.append(
          "<c r='%s%d' t='inlineStr'><is><t>%s</t></is></c>"
              .formatted((char) ('A' + i), number, cells[i]));
    }
    return row.append("</row>").toString();
  }

  @Test
  void ids_are_compared_as_the_file_is_read() {
    byte[] file =
        "customer_id,event_date\n17850.0,2024-01-05\n17851.0,2024-01-06\n"
            .getBytes(StandardCharsets.UTF_8);
    UploadOptions options = profile(file, UploadOptions.defaults()).options();

    assertThat(copy(file, options, "17850", 1))
        .isEqualTo("customer_id,event_date\n17851.0,2024-01-06\n");
  }
}
