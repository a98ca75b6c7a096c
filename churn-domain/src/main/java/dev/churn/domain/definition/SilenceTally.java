package dev.churn.domain.definition;

import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.SnapshotPlan;
import dev.churn.domain.feature.SnapshotRole;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts the silences of customers, one customer after another. A silence begins with an active
 * day; it has ended if another active day follows, and otherwise goes on at the as-of date. Memory
 * grows with the number of days, not with the number of customers. Counts of parts of a file can be
 * added up. Used by one thread at a time.
 */
public final class SilenceTally {
  /** Longer silences count as this long, in days. */
  static final int LONGEST = 4_000;

  /** The longest candidate horizon, in days. */
  static final int LONGEST_CANDIDATE = 365;

  /** The number of days that end at the as-of date in which the candidates' snapshots lie. */
  public static final int SNAPSHOT_DAYS =
      LONGEST_CANDIDATE * (SnapshotPlan.MAX_TRAINING_SNAPSHOTS + 1) + 1;

  private static final List<Integer> CANDIDATES =
      List.of(7, 14, 30, 60, 90, 120, 180, 270, LONGEST_CANDIDATE);

  private final LocalDate firstDay;
  private final LocalDate asOf;
  private final ActiveWindow window;
  private final int end;
  private final long[][] ended;
  private final long[][] ongoing;
  private final int[] horizons;
  private final Labeled[] snapshots; // of all candidates, ascending by day
  private final long[] customers;
  private final long[] churners;

  /**
   * Creates a tally without customers.
   *
   * @param firstDay the first day of the file
   * @param asOf E, the last known day, not before {@code firstDay}
   * @param window who counts as active at a snapshot
   */
  public SilenceTally(LocalDate firstDay, LocalDate asOf, ActiveWindow window) {
    if (asOf.isBefore(firstDay)) {
      throw new IllegalArgumentException(
          "expected an as-of date from %s on, found %s".formatted(firstDay, asOf));
    }
    this.firstDay = firstDay;
    this.asOf = asOf;
    this.window = window;
    this.end = dayNumber(asOf);
    int longest = Math.min(LONGEST, end - dayNumber(firstDay) + 1);
    this.ended = new long[HabitGroups.COUNT][longest + 1];
    this.ongoing = new long[HabitGroups.COUNT][longest + 1];
    this.horizons =
        CANDIDATES.stream()
            .mapToInt(Integer::intValue)
            .filter(days -> !asOf.minusDays(days).isBefore(firstDay))
            .toArray();
    this.snapshots =
        IntStream.range(0, horizons.length)
            .boxed()
            .flatMap(this::labeled)
            .sorted(Comparator.comparingInt(Labeled::day))
            .toArray(Labeled[]::new);
    this.customers = new long[horizons.length];
    this.churners = new long[horizons.length];
  }

  /** A labeled snapshot: days since 1970-01-01, and the index of the candidate. */
  private record Labeled(int day, int candidate) {}

  private Stream<Labeled> labeled(int candidate) {
    return SnapshotPlan.byHorizon(firstDay, asOf, horizons[candidate]).snapshots().stream()
        .filter(snapshot -> snapshot.role() != SnapshotRole.SCORE)
        .map(snapshot -> new Labeled(dayNumber(snapshot.asOf()), candidate));
  }

  private static int dayNumber(LocalDate day) {
    return Math.toIntExact(day.toEpochDay());
  }

  /**
   * Adds a customer.
   *
   * @param days different active days up to the as-of date as numbers since 1970-01-01, ascending,
   *     at least those of the last {@link #SNAPSHOT_DAYS} days and the one before; what comes after
   *     the first {@code count} is ignored
   * @param count how many there are; a customer without any is ignored
   * @param earlier the number of active days before these
   * @param first the first active day of all
   */
  public void add(int[] days, int count, long earlier, int first) {
    if (count == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      int group = HabitGroups.of(earlier + i + 1, (long) days[i] - first);
      boolean isLast = i + 1 == count;
      count(isLast ? ongoing[group] : ended[group], (isLast ? end : days[i + 1]) - days[i]);
    }
    int next = 0; // the first active day after the snapshot
    for (Labeled snapshot : snapshots) {
      while (next < count && days[next] <= snapshot.day) {
        next++;
      }
      if (next > 0 && window.includesSilence((double) snapshot.day - days[next - 1])) {
        int i = snapshot.candidate;
        customers[i]++;
        churners[i] += next == count || days[next] > snapshot.day + horizons[i] ? 1 : 0;
      }
    }
  }

  private static void count(long[] lengths, int length) {
    lengths[Math.min(length, lengths.length - 1)]++;
  }

  /** Adds the customers of another tally, which was created with equal arguments. */
  public void addAll(SilenceTally other) {
    for (int group = 0; group < HabitGroups.COUNT; group++) {
      add(ended[group], other.ended[group]);
      add(ongoing[group], other.ongoing[group]);
    }
    add(customers, other.customers);
    add(churners, other.churners);
  }

  private static void add(long[] sums, long[] others) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += others[i];
    }
  }

  LocalDate firstDay() {
    return firstDay;
  }

  LocalDate asOf() {
    return asOf;
  }

  ActiveWindow window() {
    return window;
  }

  /** {@return the number of days from the first to the as-of date, inclusive} */
  int historyDays() {
    return end - dayNumber(firstDay) + 1;
  }

  /** {@return the numbers of ended silences of a group, by length in days} */
  long[] ended(int group) {
    return ended[group].clone();
  }

  /** {@return the numbers of customers of a group, by the days silent at the as-of date} */
  long[] ongoing(int group) {
    return ongoing[group].clone();
  }

  /** {@return the candidate horizons for which there is a labeled snapshot, in days, ascending} */
  int[] horizons() {
    return horizons.clone();
  }

  /** {@return the number of labeled snapshots of the candidate at an index} */
  int snapshots(int candidate) {
    return (int) Stream.of(snapshots).filter(snapshot -> snapshot.candidate == candidate).count();
  }

  /** {@return the number of customers who were active at these snapshots} */
  long customers(int candidate) {
    return customers[candidate];
  }

  /** {@return how many of these had no active day within the horizon} */
  long churners(int candidate) {
    return churners[candidate];
  }
}
