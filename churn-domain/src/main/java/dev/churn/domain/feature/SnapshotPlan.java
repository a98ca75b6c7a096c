package dev.churn.domain.feature;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.Plural;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The dates at which features are computed, and the role of each. With E the last known day and H
 * the horizon, the test snapshot is at E − H. Two training snapshots are about a year before E and
 * before E − H, where the history reaches so far, so that seasons can be learned; the others are at
 * E − 2H, E − 3H …; the label of each snapshot comes from the H days after it. Therefore training,
 * evaluation and production all predict a future that the features have not seen.
 *
 * @param snapshots the planned snapshots, the latest first
 */
public record SnapshotPlan(List<Planned> snapshots) {
  /** The maximum number of training snapshots. */
  public static final int MAX_TRAINING_SNAPSHOTS = 5;

  /** A year of whole weeks, so that it leads to the same day of the week. */
  private static final int YEAR_DAYS = 364;

  /** Days that differ by less than this part of the horizon are nearly the same. */
  private static final int CLOSE = 4;

  /** The number of days of history that must precede a training snapshot. */
  public static final int HISTORY_DAYS = RfmScales.RECENT_DAYS;

  /**
   * The number of days that the latest snapshot learned from may be older than the one tested at;
   * two horizons if they are longer. Snapshots of a year ago alone tell what was usual in that
   * season.
   */
  private static final int RECENT_DAYS = 91;

  /** A planned snapshot: its as-of date and role. */
  public record Planned(LocalDate asOf, SnapshotRole role) {}

  public SnapshotPlan {
    snapshots = List.copyOf(snapshots);
  }

  /**
   * {@return the plan for a file without labels, where the events of the horizon give the labels}
   *
   * @param firstDay the first day with an event
   * @param asOf E, the last known day
   * @param horizonDays H, at least 1
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if E − H is before the first day
   */
  public static SnapshotPlan byHorizon(LocalDate firstDay, LocalDate asOf, int horizonDays) {
    LocalDate test = asOf.minusDays(horizonDays);
    if (test.isBefore(firstDay)) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          ("Expected a history longer than the horizon of %s, found %s, from %s to %s;"
                  + " upload a longer history or give the organization a shorter"
                  + " churn threshold")
              .formatted(
                  Plural.of(horizonDays, "day"),
                  Plural.of(ChronoUnit.DAYS.between(firstDay, asOf) + 1, "day"),
                  firstDay,
                  asOf));
    }
    List<Planned> snapshots = new ArrayList<>();
    snapshots.add(new Planned(asOf, SnapshotRole.SCORE));
    snapshots.add(new Planned(test, SnapshotRole.TEST));
    LocalDate earliest = firstDay.plusDays(HISTORY_DAYS);
    for (int before : trainingDays(horizonDays)) {
      LocalDate train = asOf.minusDays(before);
      if (snapshots.size() < MAX_TRAINING_SNAPSHOTS + 2 && !train.isBefore(earliest)) {
        snapshots.add(new Planned(train, SnapshotRole.TRAIN));
      }
    }
    snapshots.sort(Comparator.comparing(Planned::asOf).reversed());
    return new SnapshotPlan(snapshots);
  }

  /**
   * {@return how many days before E training snapshots can be, the most wanted first} Those about a
   * year before E and before E − H are wanted most, then the latest.
   */
  private static Set<Integer> trainingDays(int horizonDays) {
    Set<Integer> days = new LinkedHashSet<>();
    int yearAgo = yearAgo(horizonDays);
    if (yearAgo >= 2 * horizonDays) { // else its outcomes are not known at the test snapshot
      days.add(yearAgo);
    }
    days.add(yearAgo + horizonDays);
    for (int i = 2; i <= MAX_TRAINING_SNAPSHOTS + 1; i++) {
      days.add(i * horizonDays);
    }
    return days;
  }

  /** {@return the days of a year, or whole horizons if they are nearly as many} */
  private static int yearAgo(int horizonDays) {
    int horizons = Math.round((float) YEAR_DAYS / horizonDays) * horizonDays;
    return Math.abs(horizons - YEAR_DAYS) * CLOSE < horizonDays ? horizons : YEAR_DAYS;
  }

  /** {@return the plan for a file that contains labels: one snapshot with every customer} */
  public static SnapshotPlan byFileLabels(LocalDate asOf) {
    return new SnapshotPlan(List.of(new Planned(asOf, SnapshotRole.LABELLED)));
  }

  /**
   * {@return whether a model that learns only from snapshots whose outcomes are known at a day can
   * be tested at that day, as far as days tell: one of the snapshots is recent}
   *
   * @param others as-of dates of snapshots, in any order, also later ones
   */
  public static boolean isTestable(LocalDate day, Collection<LocalDate> others, int horizonDays) {
    LocalDate oldest = day.minusDays(Math.max(RECENT_DAYS, 2L * horizonDays));
    return others.stream()
        .anyMatch(other -> isKnown(other, day, horizonDays) && !other.isBefore(oldest));
  }

  /** {@return whether the outcomes of a snapshot are known at a day} */
  public static boolean isKnown(LocalDate asOf, LocalDate day, int horizonDays) {
    return !asOf.plusDays(horizonDays).isAfter(day);
  }

  /**
   * {@return the as-of dates of the training snapshots at which no model can be tested, the latest
   * first} A choice that is made with their outcomes favors no test.
   */
  public List<LocalDate> untestable(int horizonDays) {
    List<LocalDate> training =
        snapshots.stream()
            .filter(snapshot -> snapshot.role() == SnapshotRole.TRAIN)
            .map(Planned::asOf)
            .toList();
    return training.stream().filter(day -> !isTestable(day, training, horizonDays)).toList();
  }
}
