package dev.churn.features.event;

import static dev.churn.features.Fixture.dateFormat;
import static dev.churn.features.Fixture.profile;
import static dev.churn.features.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import org.junit.jupiter.api.Test;

/** A number in another unit than the others is no day of January 1970. */
final class EpochUnitsTest {
  private static final String HEADER = "customer_id,event_date,amount\n";
  private static final String GOOD = "A,1704412800000,1\n".repeat(20);

  @Test
  void seconds_among_milliseconds_cost_their_rows_and_say_why() {
    CsvProfile profile = profile(HEADER + GOOD + "A,1705000000,1\nB,86400,1\nB,-86400,1\n");

    assertThat(profile.firstDay()).isEqualTo("2024-01-05");
    assertThat(profile.rejected())
        .extracting(row -> row.line() + " " + row.reason())
        .containsExactly(
            "22 expected milliseconds since 1970, of a day from 1990 on, such as 1704412800000,"
                + " found '1705000000'",
            "23 expected the day of the event, not a placeholder for a missing date, found '86400'",
            "24 expected milliseconds since 1970, of a day from 1990 on, such as 1704412800000,"
                + " found '-86400'");
  }

  @Test
  void they_cost_their_rows_also_far_down_the_file_and_with_a_named_format() {
    String csv = HEADER + GOOD.repeat(4_000) + "B,1705000000,1\n".repeat(1_000);

    for (UploadOptions options :
        new UploadOptions[] {UploadOptions.defaults(), dateFormat("epoch_milliseconds")}) {
      CsvProfile profile = profile(text(csv), options);
      assertThat(profile.firstDay()).isEqualTo("2024-01-05");
      assertThat(profile.rejectedRowCount()).isEqualTo(1_000);
    }
  }

  @Test
  void milliseconds_among_seconds_and_small_numbers_among_days_of_spreadsheets_do_too() {
    CsvProfile seconds =
        profile(HEADER + "A,1704412800,1\n".repeat(20) + "B,1705000000000,1\nB,86400,1\n");
    CsvProfile days = profile(HEADER + "A,45296,1\n".repeat(20) + "B,12,1\nB,-3,1\n");

    assertThat(seconds.rejectedRowCount()).isEqualTo(2);
    assertThat(days.rejectedRowCount()).isEqualTo(2);
    assertThat(seconds.firstDay()).isEqualTo("2024-01-05");
    assertThat(days.firstDay()).isEqualTo("2024-01-05");
  }
}
