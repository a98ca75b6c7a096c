package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * The metrics that are given for a second population beside the first; {@link Metrics} defines
 * them.
 *
 * @param customers the number of customers
 * @param churnRate fraction of them that churned
 * @param rocAucInterval 95 % confidence interval
 * @param logLoss nats
 */
public record CoreMetrics(
    long customers,
    double churnRate,
    double rocAuc,
    Interval rocAucInterval,
    double logLoss,
    double brier,
    double calibrationError) {
  public CoreMetrics {
    requireNonNull(rocAucInterval, "rocAucInterval");
    if (customers < 1 || !(churnRate >= 0 && churnRate <= 1)) {
      throw new IllegalArgumentException(
          "expected customers and a rate of 0 to 1, found %d, %s".formatted(customers, churnRate));
    }
  }

  /**
   * {@return the metrics of the probabilities}
   *
   * @param churned the outcome of each row; both classes must occur
   */
  public static CoreMetrics of(double[] probabilities, boolean[] churned) {
    Metrics metrics = ClassificationMetrics.judge(probabilities, churned);
    ConfusionMatrix confusion = ConfusionMatrix.of(probabilities, churned);
    return new CoreMetrics(
        churned.length,
        (double) confusion.churned() / churned.length,
        metrics.rocAuc(),
        metrics.rocAucInterval(),
        metrics.logLoss(),
        metrics.brier(),
        metrics.calibrationError());
  }
}
