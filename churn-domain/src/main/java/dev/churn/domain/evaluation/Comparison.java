package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * Two models on the same customers, the first less the second. The first is better where the
 * difference of ROC AUC is positive, and where that of log-loss is negative.
 *
 * @param rocAucInterval 95 % confidence, from resampling the customers for both models at once
 * @param logLossDifference nats
 * @param logLossInterval 95 % confidence, likewise
 */
public record Comparison(
    double rocAucDifference,
    Interval rocAucInterval,
    double logLossDifference,
    Interval logLossInterval) {
  public Comparison {
    requireNonNull(rocAucInterval, "rocAucInterval");
    requireNonNull(logLossInterval, "logLossInterval");
  }

  /**
   * {@return the comparison of two models' probabilities}
   *
   * @param first probabilities above 0 and below 1, one for each row
   * @param second the other model's, for the same rows
   * @param churned with both classes
   * @param customers who each row is of; rows of one customer are drawn together
   * @param seed the same seed and rows give the same intervals
   */
  public static Comparison of(
      double[] first, double[] second, boolean[] churned, long[] customers, long seed) {
    var bootstrap = new PairedBootstrap(churned, customers, seed);
    PairedBootstrap.Difference rocAuc = bootstrap.rocAucDifference(first, second);
    PairedBootstrap.Difference logLoss =
        bootstrap.meanDifference(
            ClassificationMetrics.losses(first, churned),
            ClassificationMetrics.losses(second, churned));
    return new Comparison(rocAuc.value(), rocAuc.interval(), logLoss.value(), logLoss.interval());
  }

  /** {@return whether neither difference is, with its whole interval, on the worse side} */
  public boolean isNotWorse() {
    return !rocAucInterval.liesBelow(0) && !logLossInterval.liesAbove(0);
  }

  /** {@return both differences in words, "ROC AUC by .004 ± .010, log-loss by −.003 ± .005"} */
  public String inWords() {
    return "ROC AUC by %s, log-loss by %s"
        .formatted(
            Figures.withMargin(rocAucDifference, rocAucInterval),
            Figures.withMargin(logLossDifference, logLossInterval));
  }
}
