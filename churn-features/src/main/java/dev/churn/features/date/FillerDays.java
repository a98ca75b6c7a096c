package dev.churn.features.date;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tells days that tools write where they know no day, such as 1970-01-01, from days of events. They
 * are the zeros and the last days of common calendars of software.
 */
public final class FillerDays {
  private static final int QUARTER_HOUR = 900;
  private static final int BEFORE_EPOCH = -1;
  private static final Set<Integer> DAYS =
      List.of(
              "0001-01-01", // .NET, Go
              "1601-01-01", // Windows
              "1753-01-01", // SQL Server
              "1899-12-30", // spreadsheets
              "1899-12-31",
              "1900-01-01",
              "2099-12-31",
              "2999-12-31",
              "9999-12-31")
          .stream()
          .map(day -> Math.toIntExact(LocalDate.parse(day).toEpochDay()))
          .collect(Collectors.toUnmodifiableSet());

  private FillerDays() {}

  /** {@return whether a day without a time stands for no day} */
  public static boolean contains(int day) {
    return day == 0 || day == BEFORE_EPOCH || DAYS.contains(day);
  }

  /**
   * {@return whether a day with a time stands for no day} The zero of the Unix epoch is written in
   * any time zone, so that it is any whole quarter of an hour of 1970-01-01 or 1969-12-31. With the
   * other days, a time is one without a day.
   *
   * @param second the second of the day
   */
  public static boolean contains(int day, int second) {
    return contains(day) && ((day != 0 && day != BEFORE_EPOCH) || second % QUARTER_HOUR == 0);
  }
}
