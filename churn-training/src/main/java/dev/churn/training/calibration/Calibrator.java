package dev.churn.training.calibration;

import dev.churn.domain.statistics.Ranking;
import dev.churn.training.math.Logits;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Fits a calibration to out-of-sample predictions: none, Platt scaling or isotonic regression,
 * whichever has the lowest loss in cross-validation. A more flexible calibration must be noticeably
 * better, since it must also hold at a later time.
 */
public final class Calibrator {
  private static final int MAX_NEWTON_STEPS = 100;

  /**
   * Smallest slope of Platt scaling; a smaller one means that the classifier has no information,
   * but the order is kept anyway.
   */
  private static final double MIN_SLOPE = 0.01;

  /** The fraction by which the loss must fall for a more flexible calibration. */
  private static final double NOTICEABLE = 0.002;

  private Calibrator() {}

  /**
   * {@return the calibration with the lowest cross-validated loss}
   *
   * @param folds fold of each row, split by customer, 0 to {@code foldCount} − 1
   */
  public static Calibration fit(
      double[] probabilities, boolean[] churned, int[] folds, int foldCount) {
    double none = 0;
    double platt = 0;
    double isotonic = 0;
    for (int fold = 0; fold < foldCount; fold++) {
      int current = fold;
      int[] inside = places(folds, f -> f != current);
      int[] outside = places(folds, f -> f == current);
      double[] given = pick(probabilities, inside);
      boolean[] seen = pick(churned, inside);
      none += loss(new Calibration.None(), probabilities, churned, outside);
      platt += loss(platt(given, seen), probabilities, churned, outside);
      isotonic += loss(isotonic(given, seen), probabilities, churned, outside);
    }
    if (isotonic < (1 - NOTICEABLE) * Math.min(none, platt)) {
      return isotonic(probabilities, churned);
    }
    return platt < (1 - NOTICEABLE) * none ? platt(probabilities, churned) : new Calibration.None();
  }

  private static double loss(
      Calibration calibration, double[] probabilities, boolean[] churned, int[] places) {
    double loss = 0;
    for (int i : places) {
      double p = Calibration.bounded(calibration.calibrate(probabilities[i]));
      loss -= churned[i] ? StrictMath.log(p) : StrictMath.log1p(-p);
    }
    return loss;
  }

  /** Fits Platt scaling by Newton's method, with Platt's targets slightly inside 0 and 1. */
  static Calibration platt(double[] probabilities, boolean[] churned) {
    double[] x = Arrays.stream(probabilities).map(Calibration.Platt::logOdds).toArray();
    int positives = count(churned);
    int negatives = churned.length - positives;
    double high = (positives + 1.0) / (positives + 2.0);
    double low = 1 / (negatives + 2.0);
    double base = (positives * high + negatives * low) / churned.length;
    double slope = 0;
    double intercept = Logits.logOdds(base);
    for (int step = 0; step < MAX_NEWTON_STEPS; step++) {
      double g0 = 0;
      double g1 = 0;
      double h00 = 1e-9; // keeps the matrix invertible when all x are the same
      double h01 = 0;
      double h11 = 1e-9;
      for (int i = 0; i < x.length; i++) {
        double p = Logits.probability(slope * x[i] + intercept);
        double error = p - (churned[i] ? high : low);
        double weight = p * (1 - p);
        g0 += error;
        g1 += error * x[i];
        h00 += weight;
        h01 += weight * x[i];
        h11 += weight * x[i] * x[i];
      }
      double determinant = h00 * h11 - h01 * h01;
      // steps above 2 in either parameter come from a flat part of the likelihood
      double down = Logits.clip((h11 * g0 - h01 * g1) / determinant, -2, 2);
      double across = Logits.clip((h00 * g1 - h01 * g0) / determinant, -2, 2);
      intercept -= down;
      slope -= across;
      if (Math.abs(down) + Math.abs(across) < 1e-12) {
        break;
      }
    }
    if (!(slope >= MIN_SLOPE) || !Double.isFinite(intercept)) {
      double mean = Arrays.stream(x).average().orElse(0);
      return new Calibration.Platt(MIN_SLOPE, Logits.logOdds(base) - MIN_SLOPE * mean);
    }
    return new Calibration.Platt(slope, intercept);
  }

  /**
   * Fits isotonic regression by pool adjacent violators (Ayer and others, Annals of Mathematical
   * Statistics 26(4), 1955). Each pool is placed at the mean of its probabilities, and one
   * additional row with the average outcome keeps small pools away from 0 and 1.
   */
  static Calibration isotonic(double[] probabilities, boolean[] churned) {
    double rate = (double) count(churned) / churned.length;
    Pools pools = new Pools(churned.length);
    Ranking ranking = Ranking.of(probabilities, churned);
    ranking.forEachTieAscending(
        (value, positives, negatives) ->
            pools.add(value, positives, (double) positives + negatives));
    double[] from = new double[pools.size];
    double[] to = new double[pools.size];
    double highest = 0;
    int points = 0;
    for (int i = 0; i < pools.size; i++) {
      double mean = pools.value[i] / pools.weight[i];
      double outcome = (pools.churned[i] + rate) / (pools.weight[i] + 1);
      // the additional rows may have reversed the order of close neighbors
      highest = Math.max(highest, outcome);
      if (points > 0 && mean <= from[points - 1]) {
        // means that differ by an ulp may round to the same value; the later pool replaces both
        points--;
        mean = from[points];
      }
      from[points] = mean;
      to[points++] = highest;
    }
    return new Calibration.Isotonic(Arrays.copyOf(from, points), Arrays.copyOf(to, points));
  }

  /** A stack of pools with increasing churn rates. */
  private static final class Pools {
    final double[] value;
    final double[] churned;
    final double[] weight;
    int size;

    Pools(int capacity) {
      value = new double[capacity];
      churned = new double[capacity];
      weight = new double[capacity];
    }

    void add(double probability, double positives, double rows) {
      value[size] = probability * rows;
      churned[size] = positives;
      weight[size] = rows;
      size++;
      while (size > 1
          && churned[size - 2] * weight[size - 1] >= churned[size - 1] * weight[size - 2]) {
        size--;
        value[size - 1] += value[size];
        churned[size - 1] += churned[size];
        weight[size - 1] += weight[size];
      }
    }
  }

  private static int count(boolean[] churned) {
    int count = 0;
    for (boolean label : churned) {
      count += label ? 1 : 0;
    }
    return count;
  }

  private static int[] places(int[] folds, IntPredicate chosen) {
    return IntStream.range(0, folds.length).filter(i -> chosen.test(folds[i])).toArray();
  }

  private static double[] pick(double[] values, int[] places) {
    return Arrays.stream(places).mapToDouble(i -> values[i]).toArray();
  }

  private static boolean[] pick(boolean[] values, int[] places) {
    boolean[] picked = new boolean[places.length];
    for (int i = 0; i < places.length; i++) {
      picked[i] = values[places[i]];
    }
    return picked;
  }
}
