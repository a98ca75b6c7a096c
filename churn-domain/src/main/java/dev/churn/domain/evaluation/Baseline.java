package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a simple baseline on the customers that the model was evaluated on.
 *
 * @param name the baseline, for example {@link #RECENCY}
 * @param rocAuc area under its ROC curve, in the direction that the rows learned from show; below
 *     0.5 if the customers evaluated on show the opposite
 * @param logLoss mean log-loss in nats; empty for a baseline that ranks customers without giving
 *     probabilities
 * @param direction the values that mean a higher churn risk; empty for a constant and in models of
 *     earlier versions
 */
public record Baseline(
    String name, double rocAuc, OptionalDouble logLoss, Optional<Direction> direction) {
  /** Ranks customers by the recency score alone, which ends at 365 days of silence. */
  public static final String RECENCY = "recency";

  /** Predicts the churn rate of the training rows for every customer. */
  public static final String CHURN_RATE = "churn_rate";

  /**
   * Predicts the probability of no activity within the horizon with BG/NBD, fitted to the
   * customers' histories (Fader, Hardie and Lee, Marketing Science 24(2), 2005).
   */
  public static final String BG_NBD = "bg_nbd";

  /** Ranks customers by the days since their last active day, without a limit. */
  public static final String DAYS_SILENT = "days_silent";

  /** Ranks customers by the number of their active days in the last 90 days. */
  public static final String ACTIVE_DAYS_90 = "active_days_90";

  /** Ranks customers by the number of all their active days. */
  public static final String ACTIVE_DAYS = "active_days";

  /** Ranks customers by the days since their last active day over the usual gap between two. */
  public static final String OVERDUE = "overdue";

  /** Predicts the churn rate of a customer's cell among quintiles of recency and of frequency. */
  public static final String RECENCY_FREQUENCY = "recency_frequency";

  /** The values of a baseline that mean a higher churn risk. */
  public enum Direction {
    /** The higher the value, the higher the risk. */
    HIGHER,
    /** The lower the value, the higher the risk. */
    LOWER
  }

  public Baseline {
    requireNonNull(name, "name");
    requireNonNull(logLoss, "logLoss");
    requireNonNull(direction, "direction");
  }

  /** Creates the result of a baseline whose direction is not known. */
  public Baseline(String name, double rocAuc, OptionalDouble logLoss) {
    this(name, rocAuc, logLoss, Optional.empty());
  }

  /** {@return the baseline as part of a sentence, such as "counting active days"} */
  static String inWords(String name) {
    return switch (name) {
      case RECENCY -> "recency alone";
      case BG_NBD -> "BG/NBD";
      case DAYS_SILENT -> "counting days of silence";
      case ACTIVE_DAYS_90 -> "counting active days of the last 90";
      case ACTIVE_DAYS -> "counting active days";
      case OVERDUE -> "silence over the usual gap";
      case RECENCY_FREQUENCY -> "quintiles of recency and frequency";
      default -> name;
    };
  }
}
