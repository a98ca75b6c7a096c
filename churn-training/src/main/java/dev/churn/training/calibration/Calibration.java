package dev.churn.training.calibration;

import dev.churn.training.math.Logits;
import java.util.Arrays;

/**
 * Maps the probability from a classifier to a calibrated probability; monotone, never decreasing.
 */
public sealed interface Calibration {
  /** Minimum distance of a probability from 0 and 1, which keeps the log-loss finite. */
  double MIN_PROBABILITY = 1e-6;

  /** {@return the probability, at least {@link #MIN_PROBABILITY} away from 0 and 1} */
  static double bounded(double probability) {
    return Logits.clip(probability, MIN_PROBABILITY, 1 - MIN_PROBABILITY);
  }

  double calibrate(double probability);

  /** {@return this calibration, followed by a step in log-odds that replaces any earlier step} */
  default Calibration moved(double logOdds) {
    return new Moved(this instanceof Moved earlier ? earlier.before() : this, logOdds);
  }

  /**
   * A calibration followed by a step in log-odds, such as that of a day of the year.
   *
   * @param logOdds finite
   */
  record Moved(Calibration before, double logOdds) implements Calibration {
    @Override
    public double calibrate(double probability) {
      return Logits.probability(
          Logits.logOdds(Calibration.bounded(before.calibrate(probability))) + logOdds);
    }
  }

  /** No calibration: leaves probabilities unchanged. */
  record None() implements Calibration {
    @Override
    public double calibrate(double probability) {
      return probability;
    }
  }

  /**
   * Platt scaling, a line in log-odds: Platt, Probabilistic outputs for support vector machines,
   * 1999.
   *
   * @param slope positive
   */
  record Platt(double slope, double intercept) implements Calibration {
    /** Minimum distance from 0 and 1; closer averages of a few trees carry no information. */
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
   * Isotonic calibration: linear between the points of an isotonic regression, constant before the
   * first and after the last.
   */
  public static final class Isotonic implements Calibration {
    private final double[] from;
    private final double[] to;

    /**
     * @param from probabilities from the classifier, strictly increasing; at least one
     * @param to observed probabilities at those points, never decreasing
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
