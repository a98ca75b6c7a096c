package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.Interval;

/**
 * The metrics of predicted probabilities against outcomes. A customer is predicted to churn at a
 * probability of 0.5 or more.
 *
 * @param accuracy fraction predicted correctly
 * @param precision fraction of the customers predicted to churn that churned; 0 if none was
 *     predicted
 * @param recall fraction of the churned customers that were predicted to churn
 * @param f1Score harmonic mean of precision and recall; 0 if both are 0
 * @param rocAuc area under the ROC curve, ties counted half
 * @param rocAucInterval 95 % confidence interval
 * @param prAuc area under the precision-recall curve, as average precision
 * @param logLoss mean negative log-likelihood, in nats
 * @param brier mean squared difference between probability and outcome
 * @param calibrationError expected calibration error over 10 equal-width bins of probability
 * @param topDecileLift churn rate of the tenth with the highest probabilities, divided by the
 *     overall churn rate; the first of {@link Curves#decileLift}. Where a tenth ends within a row
 *     or within ties, these count in part
 */
public record Metrics(
    double accuracy,
    double precision,
    double recall,
    double f1Score,
    double rocAuc,
    Interval rocAucInterval,
    double prAuc,
    double logLoss,
    double brier,
    double calibrationError,
    double topDecileLift) {
  public Metrics {
    requireNonNull(rocAucInterval, "rocAucInterval");
  }

  /** {@return these metrics with another interval of ROC AUC} */
  public Metrics withRocAucInterval(Interval interval) {
    return new Metrics(
        accuracy,
        precision,
        recall,
        f1Score,
        rocAuc,
        interval,
        prAuc,
        logLoss,
        brier,
        calibrationError,
        topDecileLift);
  }
}
