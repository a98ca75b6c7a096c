package dev.churn.domain.plausibility;

import java.util.Locale;

/** Compares churn rates and mean probabilities by their odds. */
final class Rates {
  /** By this factor the odds of two rates may differ: .55 may become .33 or .75. */
  static final double MOST_ODDS = 2.5;

  /**
   * The factor while there are fewer than {@value #SNAPSHOTS} training snapshots: the first
   * customers of a young company are unlike the later ones, and no season has been seen.
   */
  static final double MOST_ODDS_AT_FIRST = 4;

  static final int SNAPSHOTS = 3;

  /** A smaller difference is never far off; for rates near 0 and 1 the odds say too much. */
  static final double LEAST_DIFFERENCE = 0.1;

  private Rates() {}

  /**
   * {@return whether a rate is far off the range of earlier rates}
   *
   * @param snapshots the number of training snapshots from which the earlier rates come
   */
  static boolean isFarOff(double rate, double lowest, double highest, long snapshots) {
    double most = snapshots < SNAPSHOTS ? MOST_ODDS_AT_FIRST : MOST_ODDS;
    return (rate > highest + LEAST_DIFFERENCE && odds(rate) > most * odds(highest))
        || (rate < lowest - LEAST_DIFFERENCE && most * odds(rate) < odds(lowest));
  }

  private static double odds(double rate) {
    return rate / (1 - rate);
  }

  static String of(double rate) {
    return String.format(Locale.ROOT, "%.2f", rate);
  }

  static String range(double lowest, double highest) {
    String first = of(lowest);
    String last = of(highest);
    return first.equals(last) ? first : first + " to " + last;
  }
}
