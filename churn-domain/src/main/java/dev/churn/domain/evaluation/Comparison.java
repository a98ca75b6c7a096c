package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.Interval;
import dev.churn.domain.statistics.PairedBootstrap;

/**
 * The difference of two models on the same customers, first minus second. The first model is better
 * where the difference in ROC AUC is positive, and where the difference in log-loss is negative.
 *
 * @param rocAucInterval 95 % confidence interval, from a paired bootstrap over customers
 * @param logLossDifference nats
 * @param logLossInterval 95 % confidence interval, from a paired bootstrap over customers
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
   * @param first the first model's probabilities, one for each row, above 0 and below 1
   * @param second the second model's probabilities for the same rows
   * @param churned the outcome of each row; both classes must occur
   * @param customers the customer of each row; rows of one customer are drawn together
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

  /** {@return both differences as text, "ROC AUC by .004 ± .010, log-loss by −.003 ± .005"} */
  public String inWords() {
    return "ROC AUC by %s, log-loss by %s"
        .formatted(
            Figures.withMargin(rocAucDifference, rocAucInterval),
            Figures.withMargin(logLossDifference, logLossInterval));
  }
}
