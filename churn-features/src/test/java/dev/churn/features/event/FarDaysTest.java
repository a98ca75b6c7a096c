package dev.churn.features.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FarDaysTest {
  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  private final DayCounts days = new DayCounts();

  private void add(LocalDate day, long events) {
    days.add(Math.toIntExact(day.toEpochDay()), events);
  }

  private void addDaily(int number, long events) {
    for (int i = 0; i < number; i++) {
      add(START.plusDays(i), events);
    }
  }

  @Test
  void a_single_row_long_after_all_others_is_found() {
    addDaily(10, 1);
    add(LocalDate.of(2025, 6, 1), 1);

    Optional<FarDays.Outlier> found = FarDays.find(days);

    assertThat(found)
        .contains(
            new FarDays.Outlier(
                LocalDate.of(2024, 1, 10), LocalDate.of(2025, 6, 1), LocalDate.of(2025, 6, 1), 1));
    assertThat(found.orElseThrow().warning())
        .isEqualTo(
            "1 row is on 2025-06-01, 508 days after all others: features look back from"
                + " 2024-01-10, the last day before; if later days are right, say so with the"
                + " option as_of.");
  }

  @Test
  void few_rows_on_several_far_days_are_found_together() {
    addDaily(100, 10);
    add(LocalDate.of(2025, 6, 1), 4);
    add(LocalDate.of(2025, 6, 20), 4);
    add(LocalDate.of(2026, 6, 20), 2);

    assertThat(FarDays.find(days))
        .contains(
            new FarDays.Outlier(
                LocalDate.of(2024, 4, 9), LocalDate.of(2025, 6, 1), LocalDate.of(2026, 6, 20), 10));
    assertThat(FarDays.find(days).orElseThrow().warning())
        .startsWith("10 rows are from 2025-06-01 to 2026-06-20, 418 days after all others");
  }

  @Test
  void more_than_one_percent_of_the_rows_are_no_outlier() {
    addDaily(100, 10);
    add(LocalDate.of(2025, 6, 1), 11);

    assertThat(FarDays.find(days)).isEmpty();
  }

  @Test
  void half_a_year_is_no_long_gap() {
    addDaily(100, 10);
    DayCounts longer = new DayCounts();
    longer.add(days);

    add(START.plusDays(99 + 180), 1);
    assertThat(FarDays.find(days)).isEmpty();
    longer.add(Math.toIntExact(START.plusDays(99 + 181).toEpochDay()), 1);
    assertThat(FarDays.find(longer)).isPresent();
  }

  @Test
  void a_gap_is_long_beside_the_earlier_gaps() {
    addDaily(50, 10);
    add(START.plusDays(49 + 60), 10);
    add(START.plusDays(49 + 60 + 300), 1);
    assertThat(FarDays.find(days)).isEmpty(); // 300 days are 5 times 60

    var longer = new DayCounts();
    longer.add(days);
    longer.add(Math.toIntExact(START.plusDays(49 + 60 + 300 + 1501).toEpochDay()), 1);
    assertThat(FarDays.find(longer).orElseThrow().lastDay()).isEqualTo(START.plusDays(409));
  }

  @Test
  void two_days_show_no_habit() {
    addDaily(2, 10);
    add(LocalDate.of(2026, 6, 1), 1);
    assertThat(FarDays.find(days)).isEmpty();
    assertThat(FarDays.find(new DayCounts())).isEmpty();
  }
}
