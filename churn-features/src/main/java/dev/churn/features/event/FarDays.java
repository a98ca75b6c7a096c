package dev.churn.features.event;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Finds last days that lie far beyond all others, such as 2062 in a file of 2026 or a single event
 * a year after the rest. Features that look back from such a day would find everybody gone.
 */
final class FarDays {
  /** The shortest gap, in days, before a far day. */
  private static final int MIN_GAP = 180;

  /** How many times the longest earlier gap the gap must exceed. */
  private static final int TIMES = 5;

  /** The smallest number of days with events before the gap; fewer show no habit. */
  private static final int MIN_DAYS = 3;

  /** The largest share of the rows that may lie behind the gap, unless it is a single row. */
  private static final double MAX_SHARE = 0.01;

  private FarDays() {}

  /**
   * Few rows far behind the others.
   *
   * @param lastDay the last day before the gap
   * @param firstFarDay the first day behind the gap
   * @param rows number of rows behind the gap
   */
  record Outlier(LocalDate lastDay, LocalDate firstFarDay, LocalDate lastFarDay, long rows) {
    /** {@return what was done about them, as a sentence} */
    String warning() {
      String days =
          firstFarDay.equals(lastFarDay)
              ? "on " + firstFarDay
              : "from %s to %s".formatted(firstFarDay, lastFarDay);
      return "%s %s, %d days after all others: features look back from %s, the last day before; if later days are right, say so with the option as_of."
          .formatted(
              rows == 1 ? "1 row is" : rows + " rows are",
              days,
              ChronoUnit.DAYS.between(lastDay, firstFarDay),
              lastDay);
    }
  }

  /**
   * {@return the rows behind the first long gap, or empty if no gap is long enough or too many rows
   * are behind it}
   */
  static Optional<Outlier> find(DayCounts days) {
    int[] with = days.daysWithEvents();
    if (with.length <= MIN_DAYS) {
      return Optional.empty();
    }
    int[] longest = new int[with.length]; // the longest gap between the days before each
    long all = days.count(with[0]);
    for (int i = 1; i < with.length; i++) {
      longest[i] = i == 1 ? 0 : Math.max(longest[i - 1], with[i - 1] - with[i - 2]);
      all += days.count(with[i]);
    }
    long mostRows = Math.max(1, (long) Math.floor(MAX_SHARE * all));
    Optional<Outlier> found = Optional.empty();
    long rows = 0;
    for (int i = with.length - 1; i >= MIN_DAYS; i--) {
      rows += days.count(with[i]);
      if (rows > mostRows) {
        break;
      }
      int gap = with[i] - with[i - 1];
      if (gap > MIN_GAP && gap > TIMES * longest[i]) {
        found =
            Optional.of(
                new Outlier(
                    LocalDate.ofEpochDay(with[i - 1]),
                    LocalDate.ofEpochDay(with[i]),
                    LocalDate.ofEpochDay(with[with.length - 1]),
                    rows));
      }
    }
    return found;
  }
}
