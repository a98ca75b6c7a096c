package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.Clusters;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.statistics.RowPlacements;
import dev.churn.domain.statistics.StudentT;

/**
 * The comparison of two models on the same rows, of which several may be of one customer, with
 * intervals by formula instead of by {@link Comparison#of resampling}: exact to rounding, in O(n
 * log n), and without a seed.
 *
 * @param comparison the differences, first minus second
 * @param customers the number of customers
 * @param logLossError the standard error of the difference in log-loss
 * @param rocAucError the standard error of the difference in ROC AUC
 */
public record ClusteredComparison(
    Comparison comparison, int customers, double logLossError, double rocAucError) {
  public ClusteredComparison {
    requireNonNull(comparison, "comparison");
  }

  /**
   * {@return the comparison of two models' probabilities} The interval is the difference ± t times
   * the standard error, where t is a quantile of Student's distribution with n − 1 degrees of
   * freedom and n is the number of customers in the rarer class. The variance of the difference in
   * ROC AUC follows Obuchowski (Biometrics 53(2), 1997), that of the mean difference in log-loss is
   * the sum over customers of the squared sums of their deviations.
   *
   * @param first the first model's probabilities, one for each row, above 0 and below 1
   * @param second the second model's probabilities for the same rows
   * @param churned the outcome of each row; both classes must occur, with two customers each
   * @param customers the customer of each row
   */
  public static ClusteredComparison of(
      double[] first, double[] second, boolean[] churned, long[] customers) {
    Clusters clusters = Clusters.of(customers);
    int smallerClass = clusters.ofRarerClass(churned);
    if (smallerClass < 2) {
      throw new IllegalArgumentException(
          "expected two customers of each class, found " + smallerClass);
    }
    RowPlacements placements =
        RowPlacements.of(first, churned).minus(RowPlacements.of(second, churned));
    double rocAuc = placements.area();
    double rocAucError = Math.sqrt(placements.variance(clusters));
    double[] losses = ClassificationMetrics.losses(first, churned);
    double[] others = ClassificationMetrics.losses(second, churned);
    double most = 0;
    for (int i = 0; i < losses.length; i++) {
      losses[i] -= others[i];
      most = Math.max(most, Math.abs(losses[i]));
    }
    double logLoss = mean(losses);
    double logLossError = Math.sqrt(varianceOfMean(losses, logLoss, clusters));
    return new ClusteredComparison(
        new Comparison(
            rocAuc,
            interval(rocAuc, rocAucError, 1, smallerClass),
            logLoss,
            interval(logLoss, logLossError, most, smallerClass)),
        clusters.count(),
        logLossError,
        rocAucError);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double varianceOfMean(double[] values, double mean, Clusters clusters) {
    double[] sums = new double[clusters.count()];
    for (int i = 0; i < values.length; i++) {
      sums[clusters.of(i)] += values[i] - mean;
    }
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    double customers = clusters.count();
    return customers / (customers - 1) * squares / ((double) values.length * values.length);
  }

  /** Returns the interval, within the range of possible differences. */
  private static Interval interval(double value, double error, double most, int smallerClass) {
    // without variance, a difference is n successes in a row, as in PairedBootstrap
    double margin =
        error <= 1e-12 && value != 0
            ? most * (1 - Math.pow(0.025, 1.0 / smallerClass))
            : StudentT.quantile975(smallerClass - 1) * error;
    double low = Math.max(Math.min(value, -most), value - margin);
    double high = Math.min(Math.max(value, most), value + margin);
    return new Interval(low, high);
  }
}
