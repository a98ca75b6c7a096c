package dev.churn.training;

import java.util.Arrays;

/** From the probability that a classifier gives to the one that is observed; never decreasing. */
sealed interface Calibration {
  double calibrate(double probability);

  /** Leaves probabilities as they are. */
  record None() implements Calibration {
    @Override
    public double calibrate(double probability) {
      return probability;
    }
  }

  /**
   * A line in log-odds: Platt, Probabilistic outputs for support vector machines, 1999.
   *
   * @param slope positive
   */
  record Platt(double slope, double intercept) implements Calibration {
    /** Beyond it averages of few trees are not told apart, and certainty is not believed. */
    private static final double EPSILON = 1e-4;

    @Override
    public double calibrate(double probability) {
      return Logits.probability(slope * logOdds(probability) + intercept);
    }

    static double logOdds(double probability) {
      return Logits.logOdds(Logits.clip(probability, EPSILON, 1 - EPSILON));
    }
  }

  /**
   * Straight lines between points of an isotonic regression, level beyond the first and the last.
   */
  static final class Isotonic implements Calibration {
    private final double[] from;
    private final double[] to;

    /**
     * @param from what the classifier gives, strictly increasing; at least one
     * @param to what was observed there, never decreasing
     */
    Isotonic(double[] from, double[] to) {
      this.from = from;
      this.to = to;
    }

    double[] from() {
      return from;
    }

    double[] to() {
      return to;
    }

    @Override
    public double calibrate(double probability) {
      int found = Arrays.binarySearch(from, probability);
      if (found >= 0) {
        return to[found];
      }
      int above = -found - 1;
      if (above == 0) {
        return to[0];
      }
      if (above == from.length) {
        return to[above - 1];
      }
      double share = (probability - from[above - 1]) / (from[above] - from[above - 1]);
      return to[above - 1] + share * (to[above] - to[above - 1]);
    }
  }
}
