package dev.churn.training.season;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * What the day of the year adds to the log-odds of every customer: more than 0 where customers are
 * silent more often than in the mean of the days learned from, and 0 where nothing is known.
 */
public final class Season {
  /** The number of days of a year; 29 February counts in every year. */
  public static final int DAYS = 366;

  /** The most that a day adds or takes away, in log-odds. */
  static final double MOST = 3;

  private static final int LEAP_YEAR = 2000;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT);

  private final double[] byDay;

  /**
   * @param byDay log-odds for each of {@value #DAYS} days, from 1 January on, of a magnitude of at
   *     most {@value #MOST}
   */
  public Season(double[] byDay) {
    if (byDay.length != DAYS || !Arrays.stream(byDay).allMatch(Season::isPossible)) {
      throw new IllegalArgumentException(
          "expected log-odds up to %s of %d days".formatted(MOST, DAYS));
    }
    this.byDay = byDay.clone();
  }

  static boolean isPossible(double logOdds) {
    return Math.abs(logOdds) <= MOST;
  }

  /** {@return the log-odds of each day of the year} */
  public double[] byDay() {
    return byDay.clone();
  }

  /** {@return what an as-of date adds to the log-odds} */
  public double on(LocalDate asOf) {
    return byDay[dayOfYear(asOf)];
  }

  /** {@return the place of a date among the days of the year, from 0} */
  static int dayOfYear(LocalDate date) {
    return MonthDay.from(date).atYear(LEAP_YEAR).getDayOfYear() - 1;
  }

  /** {@return the lowest and the highest log-odds with their days, such as "-.31 on 12-05"} */
  String range() {
    int lowest = 0;
    int highest = 0;
    for (int day = 1; day < DAYS; day++) {
      lowest = byDay[day] < byDay[lowest] ? day : lowest;
      highest = byDay[day] > byDay[highest] ? day : highest;
    }
    return "%s to %s".formatted(at(lowest), at(highest));
  }

  private String at(int day) {
    return String.format(
        Locale.ROOT, "%.2f on %s", byDay[day], DAY.format(LocalDate.ofYearDay(LEAP_YEAR, day + 1)));
  }
}
