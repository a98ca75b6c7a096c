package dev.churn.features;

import static dev.churn.features.Fixture.labeled;
import static dev.churn.features.Fixture.profile;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RejectedRowsTest {
  private static final String HEADER = "customer_id,event_date,amount,event_type\n";
  private static final String GOOD = "1,2024-01-01,2,p\n";

  @Test
  void every_kind_of_bad_row_is_told_with_line_column_and_reason() {
    String csv =
        HEADER
            + GOOD
            + " ,2024-01-01,2,p\n"
            + "x".repeat(257)
            + ",2024-01-01,2,p\n"
            + "1,,2,p\n"
            + "1,2024-02-30,2,p\n"
            + "1,2024-07-01,2,p\n"
            + "1,1899-12-31,2,p\n"
            + "1,2024-01-01,\"1,5\",p\n"
            + "1,2024-01-01,1000000000001,p\n"
            + "1,2024-01-01,2,"
            + "y".repeat(300)
            + "\n"
            + "1\n";

    assertThat(profile(csv).rejected())
        .containsExactly(
            rejected(3, "customer_id", "expected a customer id, found none"),
            rejected(
                4,
                "customer_id",
                "expected at most 256 characters, found 257: '" + "x".repeat(40) + "…'"),
            rejected(
                5, "event_date", "expected an ISO-8601 date such as 2024-01-31, found nothing"),
            rejected(
                6,
                "event_date",
                "expected an ISO-8601 date such as 2024-01-31, found '2024-02-30'"),
            rejected(
                7,
                "event_date",
                "expected the day of the upload, 2024-06-30 (UTC), or earlier, found '2024-07-01'"),
            rejected(8, "event_date", "expected 1900-01-01 or later, found '1899-12-31'"),
            rejected(9, "amount", "expected a decimal number such as 12.50, found '1,5'"),
            rejected(
                10, "amount", "expected an amount between -1e12 and 1e12, found '1000000000001'"),
            rejected(
                11,
                "event_type",
                "expected at most 256 characters, found 300: '" + "y".repeat(40) + "…'"),
            rejected(
                12, "event_date", "expected an ISO-8601 date such as 2024-01-31, found nothing"));
    assertThat(profile(csv).rowCount()).isEqualTo(11);
    assertThat(profile(csv).rejectedRowCount()).isEqualTo(10);
    assertThat(profile(csv).warnings())
        .contains("10 of 11 rows (90.9 %) were rejected and are left out.");
  }

  @Test
  void numbers_that_are_not_finite_decimals_are_no_amounts() {
    String[] bad = {
      "NaN",
      "Infinity",
      "-Infinity",
      "1e400",
      "0x10",
      "1.2.3",
      "1 000",
      "$5",
      "1d",
      "1f",
      "e5",
      "-",
      ".",
      "1e",
      "٣"
    };
    for (String amount : bad) {
      assertThat(profile(HEADER + GOOD + "1,2024-01-01," + amount + ",p\n").rejected())
          .as(amount)
          .containsExactly(
              rejected(
                  3, "amount", "expected a decimal number such as 12.50, found '" + amount + "'"));
    }
    for (String amount : new String[] {"1e3", "-.5", "+7.", "1E-400", "-1e12", "  4 ", "0"}) {
      assertThat(profile(HEADER + GOOD + "1,2024-01-01," + amount + ",p\n").rejected()).isEmpty();
    }
  }

  @Test
  void a_label_is_one_of_a_few_words() {
    String csv = "customer_id,date,churn\n1,2024-01-01,1\n1,2024-01-01,2\n1,2024-01-01,maybe\n";

    assertThat(profile(text(csv), labeled()).rejected())
        .containsExactly(
            rejected(3, "churn_label", "expected 0, 1, true, false, yes, no or nothing, found '2'"),
            rejected(
                4, "churn_label", "expected 0, 1, true, false, yes, no or nothing, found 'maybe'"));
  }

  @Test
  void text_that_is_not_utf_8_is_no_customer_id() {
    // the other customer shows that the file is in UTF-8
    byte[] latin =
        (HEADER + "Zo_,2024-01-01,2,p\nZoë,2024-01-01,2,p\n" + GOOD)
            .getBytes(StandardCharsets.UTF_8);
    latin[HEADER.length() + 2] = (byte) 0xEB;

    assertThat(profile(Content.of(latin), UploadOptions.defaults()).rejected())
        .containsExactly(rejected(2, "customer_id", "expected text in UTF-8, found 'Zo\uFFFD'"));
  }

  @Test
  void lines_are_counted_through_quoted_line_ends_and_blank_lines() {
    String csv =
        "customer_id,\"event\ndate\",amount\n" // lines 1 and 2
            + "\n" // 3
            + "\"a\nb\",2024-01-01,1\n" // 4 and 5
            + ",2024-01-01,1\n" // 6
            + " \n" // 7
            + "\"x\n\ny\",never,1\n" // 8 to 10
            + "z,2024-01-01,1\n" // 11
            + "z,2024-01-01,?"; // 12

    assertThat(profile(csv).rejected()).extracting(RejectedRow::line).containsExactly(6L, 8L, 12L);
    assertThat(profile(csv.replace("\n", "\r\n")).rejected())
        .extracting(RejectedRow::line)
        .containsExactly(6L, 8L, 12L);
    assertThat(profile(csv).rowCount()).isEqualTo(5);
  }

  @Test
  void a_row_of_nothing_but_a_column_that_nobody_asks_for_is_a_row() {
    String csv = "note,customer_id,event_date\n\"a\",1,2024-01-01\n\"b\"\n\"c\",,2024-01-01\n";

    assertThat(profile(csv).rejected())
        .extracting(r -> r.line() + " " + r.column())
        .containsExactly("3 customer_id", "4 customer_id");
    assertThat(profile(csv).rowCount()).isEqualTo(3);
  }

  @Test
  void the_first_hundred_by_line_are_kept_and_all_are_counted() {
    var csv = new StringBuilder(HEADER);
    for (int i = 0; i < 1000; i++) {
      csv.append(GOOD).append(i).append(",never,2,p\n");
    }
    for (int threads = 1; threads <= 4; threads++) {
      CsvProfile profile =
          new RfmFeatures(threads, 50, 2048)
              .profile(
                  text(csv.toString()),
                  UploadOptions.defaults(),
                  Fixture.UPLOAD_DAY,
                  Progress.none())
              .profile();

      assertThat(profile.rejected())
          .extracting(RejectedRow::line)
          .containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(i -> 3L + 2L * i).toList());
      assertThat(profile.rejectedRowCount()).isEqualTo(1000);
      assertThat(profile.rowCount()).isEqualTo(2000);
    }
  }

  @Test
  void rejected_rows_count_for_nothing_in_the_features() {
    String bad = "1,2024-05-01,x,p\n2,2024-01-01,1e400,p\n1,2024-07-01,9,q\n";
    String more = "1,2024-03-01,2,p\n";
    var settings = new OrganizationSettings(30, 90, Set.of());

    assertThat(Fixture.build(HEADER + GOOD + bad + more, settings).text())
        .isEqualTo(Fixture.build(HEADER + GOOD + more, settings).text());
    assertThat(profile(HEADER + GOOD + bad + more).lastDay()).isEqualTo(LocalDate.of(2024, 3, 1));
  }

  private static RejectedRow rejected(long line, String column, String reason) {
    return new RejectedRow(line, column, reason);
  }
}
