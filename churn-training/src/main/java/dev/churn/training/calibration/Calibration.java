package dev.churn.training.calibration;

import dev.churn.training.math.Logits;
import java.util.Arrays;

/** From the probability that a classifier gives to the one that is observed; never decreasing. */
public sealed interface Calibration {
  /** No customer is surer than this, so that one surprise does not make a loss infinite. */
  double MIN_PROBABILITY = 1e-6;

  /** {@return the probability, at least {@link #MIN_PROBABILITY} away from 0 and 1} */
  static double bounded(double probability) {
    return Logits.clip(probability, MIN_PROBABILITY, 1 - MIN_PROBABILITY);
  }

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
  public static final class Isotonic implements Calibration {
    private final double[] from;
    private final double[] to;

    /**
     * @param from what the classifier gives, strictly increasing; at least one
     * @param to what was observed there, never decreasing
     */
    public Isotonic(double[] from, double[] to) {
      this.from = from;
      this.to = to;
    }

    public double[] from() {
      return from;
    }

    public double[] to() {
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
