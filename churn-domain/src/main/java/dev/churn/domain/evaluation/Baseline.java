package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * How something simple did on the customers that the model was judged on.
 *
 * @param name what it is, for example {@link #RECENCY}
 * @param rocAuc area under its ROC curve
 * @param logLoss nats; empty for what orders customers without giving probabilities
 */
public record Baseline(String name, double rocAuc, OptionalDouble logLoss) {
  /** Recency alone: the longer silent, the likelier to churn. */
  public static final String RECENCY = "recency";

  /** The churn rate that was learned, for everybody. */
  public static final String CHURN_RATE = "churn_rate";

  /**
   * BG/NBD fitted to the histories: the chance of no activity within the horizon (Fader, Hardie and
   * Lee, Marketing Science 24(2), 2005).
   */
  public static final String BG_NBD = "bg_nbd";

  public Baseline {
    requireNonNull(name, "name");
    requireNonNull(logLoss, "logLoss");
  }
}
