package dev.churn.features;

import static dev.churn.features.Fixture.profile;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.dataset.ValueProblem;
import dev.churn.domain.dataset.ValueProblem.Example;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.storage.Content;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
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
            + "1,1899-12-29,2,p\n"
            + "1\n";

    assertThat(profile(csv).rejected())
        .containsExactly(
            rejected(3, "customer_id", "expected a customer id, found nothing"),
            rejected(
                4,
                "customer_id",
                "expected a customer id of at most 256 characters, found '"
                    + "x".repeat(40)
                    + "…'"),
            rejected(
                5, "event_date", "expected an ISO-8601 date such as 2024-01-31, found nothing"),
            rejected(
                6,
                "event_date",
                "expected an ISO-8601 date such as 2024-01-31, found '2024-02-30'"),
            rejected(
                7,
                "event_date",
                "expected the day of the upload, 2024-06-30, or earlier, found '2024-07-01'"),
            rejected(8, "event_date", "expected 1900-01-01 or later, found '1899-12-29'"),
            rejected(
                9, "event_date", "expected an ISO-8601 date such as 2024-01-31, found nothing"));
    assertThat(profile(csv).rowCount()).isEqualTo(8);
    assertThat(profile(csv).rejectedRowCount()).isEqualTo(7);
    assertThat(profile(csv).warnings())
        .contains("7 of 8 rows (87.5 %) were rejected and are left out.");
  }

  @Test
  void text_that_is_not_utf_8_is_no_customer_id() {
    // the other customer shows that the file is in UTF-8
    byte[] latin =
        (HEADER + "Zo_,2024-01-01,2,p\nZoë,2024-01-01,2,p\n" + GOOD)
            .getBytes(StandardCharsets.UTF_8);
    latin[HEADER.length() + 2] = (byte) 0xEB;

    assertThat(profile(Content.of(latin), UploadOptions.defaults()).rejected())
        .containsExactly(
            rejected(
                2,
                "customer_id",
                "expected text that can be read in the file's encoding, found 'Zo\uFFFD'"));
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
            + "z,?,1"; // 12

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
  void days_in_several_formats_are_refused_where_many_rows_would_be_lost() {
    String iso = "1,2024-01-05,2\n".repeat(8);
    String other = "2,05.02.2024,2\n2,06.02.2024,3\n2,le 7 du mois,4\n";

    assertThatThrownBy(() -> profile(HEADER + iso + other))
        .isInstanceOfSatisfying(
            ChurnException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessage(
            "Expected days in one format, found that 3 of 11 rows (27.3 %) have one that is not in"
                + " the format 'iso', such as '05.02.2024' on line 10; write all days in one format,"
                + " or say with the option date_format which is right, such as iso, and the other"
                + " rows are left out");
    assertThat(profile(text(HEADER + iso + other), Fixture.dateFormat("iso")).rejectedRowCount())
        .isEqualTo(3);
    assertThat(profile(HEADER + iso.repeat(2) + other).rejectedRowCount()).isEqualTo(3);
    assertThat(profile(HEADER + iso + "3,never,1\n".repeat(9)).rejectedRowCount()).isEqualTo(9);
  }

  @Test
  void the_first_ten_of_each_reason_are_kept_and_all_are_counted() {
    var csv = new StringBuilder(HEADER);
    for (int i = 0; i < 1000; i++) {
      csv.append(GOOD).append(i < 990 ? i : "").append(",never,2,p\n");
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
          .containsExactlyElementsOf(
              IntStream.range(0, 1000)
                  .filter(i -> i < 10 || i >= 990)
                  .mapToObj(i -> 3L + 2L * i)
                  .toList());
      assertThat(profile.report().rejections())
          .containsExactly(
              new ValueProblem(
                  "event_date",
                  "expected an ISO-8601 date such as 2024-01-31",
                  990,
                  List.of(example(3), example(5), example(7))),
              new ValueProblem(
                  "customer_id",
                  "expected a customer id",
                  10,
                  List.of(new Example(1983, ""), new Example(1985, ""), new Example(1987, ""))));
      assertThat(profile.rejectedRowCount()).isEqualTo(1000);
      assertThat(profile.rowCount()).isEqualTo(2000);
    }
  }

  @Test
  void rejected_rows_count_for_nothing_in_the_features() {
    String bad = "1,2024-05-41,5,p\nnull,2024-01-01,1,p\n1,2024-07-01,9,q\n";
    String more = "1,2024-03-01,2,p\n";
    var settings = new OrganizationSettings(30, 90, Set.of());

    assertThat(Fixture.build(HEADER + GOOD + bad + more, settings).text())
        .isEqualTo(Fixture.build(HEADER + GOOD + more, settings).text());
    assertThat(profile(HEADER + GOOD + bad + more).lastDay()).isEqualTo(LocalDate.of(2024, 3, 1));
  }

  private static Example example(long line) {
    return new Example(line, "never");
  }

  private static RejectedRow rejected(long line, String column, String reason) {
    return new RejectedRow(line, column, reason);
  }
}
