package dev.churn.domain.plausibility;

import java.util.Locale;

/** Compares churn rates and mean probabilities by their odds. */
final class Rates {
  /** By this factor the odds of two rates may differ: .55 may become .33 or .75. */
  static final double MOST_ODDS = 2.5;

  /** A smaller difference is never far off; for rates near 0 and 1 the odds say too much. */
  static final double LEAST_DIFFERENCE = 0.1;

  private Rates() {}

  static boolean isFarOff(double rate, double lowest, double highest) {
    return (rate > highest + LEAST_DIFFERENCE && odds(rate) > MOST_ODDS * odds(highest))
        || (rate < lowest - LEAST_DIFFERENCE && MOST_ODDS * odds(rate) < odds(lowest));
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
