package dev.churn.domain.plausibility;

import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.dataset.RawDataset;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds a run of days without events, or with hardly any, at the end of a file or shortly before
 * it: days that were not exported, an as-of date after the last event, or a stray row with a later
 * date than the others. Weekends, holidays and rare events are told from that by the longest such
 * run in the past of the same file.
 */
final class MissingDays {
  /** The fraction of the usual number of events below which a day is quiet. */
  static final double QUIET = 0.1;

  /** The run must end at most this many days before the last known day. */
  static final int NEAR_THE_END = 14;

  /** The shortest run that is found. */
  static final int LEAST_DAYS = 3;

  /** The run must usually have this many events; with fewer, none may be chance. */
  static final double LEAST_EVENTS = 20;

  /** The number of weeks that tell what is usual, and the smallest number that can. */
  static final int WEEKS = 26;

  static final int LEAST_WEEKS = 4;

  private static final int WEEK = 7;

  private MissingDays() {}

  /** A run of quiet days; days are counted backward from the last known day. */
  private record Run(int newest, int length) {}

  static Optional<Finding> find(RawDataset file) {
    long[] days = days(file);
    int weeks = Math.min(WEEKS, days.length / WEEK);
    if (weeks < LEAST_WEEKS) {
      return Optional.empty();
    }
    double usual = medianOfWeeks(days, weeks) / WEEK;
    List<Run> runs = quietRuns(days, QUIET * usual);
    return runs.stream()
        .filter(run -> run.newest() < NEAR_THE_END)
        .filter(run -> run.length() >= LEAST_DAYS && run.length() * usual >= LEAST_EVENTS)
        .filter(run -> run.length() > 1 + longestBefore(run, runs))
        .findFirst()
        .map(run -> finding(file.asOf(), days, usual, run));
  }

  /** {@return the events on every day back from the last known day, as far as they were counted} */
  private static long[] days(RawDataset file) {
    List<Long> daily = file.profile().counts().daily();
    // the as-of date may be after the last event, or before
    int shift = (int) ChronoUnit.DAYS.between(file.profile().lastDay(), file.asOf());
    int known = Math.max(0, daily.size() + shift);
    return daily.isEmpty()
        ? new long[0]
        : IntStream.range(0, known)
            .mapToLong(i -> i - shift < 0 ? 0 : daily.get(i - shift))
            .toArray();
  }

  private static double medianOfWeeks(long[] days, int weeks) {
    long[] sums =
        IntStream.range(0, weeks)
            .mapToLong(
                week ->
                    IntStream.range(WEEK * week, WEEK * (week + 1)).mapToLong(i -> days[i]).sum())
            .sorted()
            .toArray();
    return sums[weeks / 2];
  }

  private static List<Run> quietRuns(long[] days, double bound) {
    List<Run> runs = new ArrayList<>();
    int length = 0;
    for (int i = 0; i <= days.length; i++) {
      if (i < days.length && days[i] < bound) {
        length++;
      } else {
        if (length > 0) {
          runs.add(new Run(i - length, length));
        }
        length = 0;
      }
    }
    return runs;
  }

  private static int longestBefore(Run run, List<Run> runs) {
    return runs.stream()
        .filter(other -> other.newest() > run.newest())
        .mapToInt(Run::length)
        .max()
        .orElse(0);
  }

  private static Finding finding(LocalDate end, long[] days, double usual, Run run) {
    long found =
        IntStream.range(run.newest(), run.newest() + run.length()).mapToLong(i -> days[i]).sum();
    LocalDate first = end.minusDays(run.newest() + run.length() - 1L);
    LocalDate last = end.minusDays(run.newest());
    String expected = String.format(Locale.ROOT, "about %,.0f events a day", usual);
    return new Finding(
        Kind.DAYS_MISSING,
        String.format(
            Locale.ROOT,
            "%s on the %d days from %s to %s, where %s are usual",
            found == 0 ? "no event" : "only " + found + (found == 1 ? " event" : " events"),
            run.length(),
            first,
            last,
            expected),
        expected,
        String.format(Locale.ROOT, "%,d on %d days", found, run.length()));
  }
}
