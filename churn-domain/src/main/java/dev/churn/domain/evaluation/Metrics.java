package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * Probabilities against what came. A customer counts as predicted to churn at a probability of 0.5
 * or more.
 *
 * @param accuracy share of the customers of whom it was predicted rightly
 * @param precision of those predicted to churn the share that did; 0 if none was predicted
 * @param recall of those that churned the share that was predicted
 * @param f1Score harmonic mean of precision and recall; 0 if both are
 * @param rocAuc area under the ROC curve, ties counted half
 * @param rocAucInterval 95 % confidence
 * @param prAuc area under the precision-recall curve, as average precision
 * @param logLoss mean negative log-likelihood, nats
 * @param brier mean squared difference of probability and outcome
 * @param calibrationError expected calibration error over 10 equal bins of probability
 * @param topDecileLift churn rate among the tenth with the highest probabilities over that of all
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
}
