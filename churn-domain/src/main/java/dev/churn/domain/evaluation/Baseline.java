package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * The result of a simple baseline on the customers that the model was evaluated on.
 *
 * @param name the baseline, for example {@link #RECENCY}
 * @param rocAuc area under its ROC curve
 * @param logLoss mean log-loss in nats; empty for a baseline that ranks customers without giving
 *     probabilities
 */
public record Baseline(String name, double rocAuc, OptionalDouble logLoss) {
  /** Ranks customers by recency alone: the longer the silence, the higher the churn risk. */
  public static final String RECENCY = "recency";

  /** Predicts the churn rate of the training rows for every customer. */
  public static final String CHURN_RATE = "churn_rate";

  /**
   * Predicts the probability of no activity within the horizon with BG/NBD, fitted to the
   * customers' histories (Fader, Hardie and Lee, Marketing Science 24(2), 2005).
   */
  public static final String BG_NBD = "bg_nbd";

  public Baseline {
    requireNonNull(name, "name");
    requireNonNull(logLoss, "logLoss");
  }
}
