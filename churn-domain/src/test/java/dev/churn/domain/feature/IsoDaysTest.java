package dev.churn.domain.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IsoDaysTest {
  private static final LocalDate DAY = LocalDate.of(2024, 1, 31);

  @Test
  void a_day_may_be_written_in_each_way_that_files_may() {
    for (String text :
        List.of(
            "2024-01-31",
            "20240131",
            "2024-01-31T23:59",
            "2024-01-31 23:59:59",
            "2024-01-31T23:59:59.123456",
            "2024-01-31t00:00:00z",
            "2024-02-01T01:30:00+02:00",
            "2024-02-01T01:30:00+0200",
            "2024-02-01T01:30+02",
            "2024-01-30T22:00:00-05:00")) {
      assertThat(IsoDays.parse(text)).as(text).contains(DAY);
    }
  }

  @Test
  void what_is_no_day_is_none() {
    for (String text :
        List.of(
            "",
            "x",
            "2024-02-30",
            "2024-13-01",
            "31.01.2024",
            "2024-01-31T25:00",
            "2024-01-31T",
            "+12024-01-31",
            "99999-01-01",
            "2024-01-31T10:00:00+99:00",
            "2024-1-3",
            "1706659200")) {
      assertThat(IsoDays.parse(text)).as(text).isEmpty();
    }
  }
}
