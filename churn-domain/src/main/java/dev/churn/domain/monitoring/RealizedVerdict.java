package dev.churn.domain.monitoring;

import dev.churn.domain.evaluation.ClusteredComparison;
import dev.churn.domain.evaluation.Comparison;

/** What the difference between a rival and the champion means. */
public enum RealizedVerdict {
  /** One of ROC AUC and log-loss is significantly better, and none is worse. */
  BETTER,
  /** One of ROC AUC and log-loss is significantly worse, and none is better. */
  WORSE,
  /** Both intervals lie within the smallest differences that matter. */
  EQUAL,
  /** One of ROC AUC and log-loss is significantly better, and the other is significantly worse. */
  CONTRADICTORY,
  /** The intervals contain 0 and also differences that matter. */
  NOT_SHOWN,
  /** There are too few rows, or too few customers of a class, for a difference. */
  TOO_FEW;

  /** The smallest difference in log-loss that matters, in nats. */
  public static final double LOG_LOSS_THAT_MATTERS = 0.002;

  /** The smallest difference in ROC AUC that matters. */
  public static final double ROC_AUC_THAT_MATTERS = 0.005;

  /**
   * How many standard errors the smallest difference that matters must be, so that models without a
   * difference are found equal with a probability of 80 %: the 97.5 % and the 90 % quantile of the
   * normal distribution. A difference of that size is then found with at least that probability
   * (Chow, Shao and Wang, Sample Size Calculations in Clinical Research, 2008).
   */
  private static final double ERRORS = 1.959964 + 1.281552;

  static RealizedVerdict of(Comparison difference) {
    boolean better =
        difference.rocAucInterval().liesAbove(0) || difference.logLossInterval().liesBelow(0);
    boolean worse =
        difference.rocAucInterval().liesBelow(0) || difference.logLossInterval().liesAbove(0);
    if (isWithin(difference)) {
      return EQUAL;
    }
    if (better && worse) {
      return CONTRADICTORY;
    }
    return better ? BETTER : worse ? WORSE : NOT_SHOWN;
  }

  private static boolean isWithin(Comparison difference) {
    return difference.rocAucInterval().liesAbove(-ROC_AUC_THAT_MATTERS)
        && difference.rocAucInterval().liesBelow(ROC_AUC_THAT_MATTERS)
        && difference.logLossInterval().liesAbove(-LOG_LOSS_THAT_MATTERS)
        && difference.logLossInterval().liesBelow(LOG_LOSS_THAT_MATTERS);
  }

  /**
   * {@return about how many more customers make a verdict likely, from the variance of the
   * difference by customer}
   */
  static long moreCustomers(ClusteredComparison found) {
    double errors =
        ERRORS
            * Math.max(
                found.logLossError() / LOG_LOSS_THAT_MATTERS,
                found.rocAucError() / ROC_AUC_THAT_MATTERS);
    double needed = found.customers() * errors * errors;
    return Math.max(1, (long) Math.ceil(needed - found.customers()));
  }
}
