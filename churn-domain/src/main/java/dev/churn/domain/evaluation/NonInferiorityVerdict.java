package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.Interval;
import java.util.OptionalLong;

/**
 * The conclusion from the comparison of a new model with an incumbent.
 *
 * <p>A model is accepted as not worse by a test of non-inferiority: the worse ends of the intervals
 * must stay within the margins, so that a small sample, whose intervals are wide, proves nothing
 * (ICH E9, Statistical Principles for Clinical Trials, section 3.3.2). A model that is worse by a
 * margin or more passes with a probability of 2.5 % at most.
 *
 * @param customersNeeded about how many customers would make the intervals narrow enough, if the
 *     differences stay as they are; present only for {@link Kind#UNPROVEN}, and empty there if no
 *     number would
 */
public record NonInferiorityVerdict(Kind kind, OptionalLong customersNeeded) {
  /**
   * The largest increase of log-loss that counts as not worse, as a fraction of the incumbent's. A
   * smaller margin would need more customers than most organizations have: two models whose losses
   * differ by .1 per customer need about 1,000 customers for 2 %, and 4,000 for 1 %.
   */
  public static final double LOG_LOSS_MARGIN = 0.02;

  /** The largest decrease of ROC AUC that counts as not worse. */
  public static final double ROC_AUC_MARGIN = 0.02;

  /** The largest change of log-loss that makes no difference, as a fraction of the incumbent's. */
  public static final double EQUAL_LOG_LOSS = 0.005;

  /** The largest change of ROC AUC that makes no difference. */
  public static final double EQUAL_ROC_AUC = 0.005;

  /** The possible conclusions about the new model. */
  public enum Kind {
    /** Better: the interval of log-loss lies on the better side, and ROC AUC is not worse. */
    BETTER,
    /** Not worse by more than the margins, but not shown to be better. */
    NOT_WORSE,
    /** Practically equal: both intervals lie within the bounds of no difference. */
    EQUAL,
    /** None of the others: the customers are too few to tell. */
    UNPROVEN,
    /** Worse: an interval lies wholly on the worse side. */
    WORSE
  }

  public NonInferiorityVerdict {
    requireNonNull(kind, "kind");
    requireNonNull(customersNeeded, "customersNeeded");
  }

  /**
   * {@return the verdict}
   *
   * @param difference the new model minus the incumbent
   * @param incumbentLogLoss the log-loss of the incumbent on the same customers, in nats, positive
   * @param customers the number of customers compared on
   */
  public static NonInferiorityVerdict of(
      Comparison difference, double incumbentLogLoss, long customers) {
    Interval rocAuc = difference.rocAucInterval();
    Interval logLoss = difference.logLossInterval();
    double equal = EQUAL_LOG_LOSS * incumbentLogLoss;
    double margin = LOG_LOSS_MARGIN * incumbentLogLoss;
    if (isWithin(logLoss, equal) && isWithin(rocAuc, EQUAL_ROC_AUC)) {
      return new NonInferiorityVerdict(Kind.EQUAL, OptionalLong.empty());
    }
    if (logLoss.liesAbove(0) || rocAuc.liesBelow(0)) {
      return new NonInferiorityVerdict(Kind.WORSE, OptionalLong.empty());
    }
    if (logLoss.liesBelow(0)) {
      return new NonInferiorityVerdict(Kind.BETTER, OptionalLong.empty());
    }
    if (logLoss.high() <= margin && rocAuc.low() >= -ROC_AUC_MARGIN) {
      return new NonInferiorityVerdict(Kind.NOT_WORSE, OptionalLong.empty());
    }
    double factor =
        Math.max(
            factor(margin, difference.logLossDifference(), logLoss.high()),
            factor(ROC_AUC_MARGIN, -difference.rocAucDifference(), -rocAuc.low()));
    return new NonInferiorityVerdict(
        Kind.UNPROVEN,
        Double.isFinite(factor)
            ? OptionalLong.of((long) Math.ceil(customers * factor))
            : OptionalLong.empty());
  }

  private static boolean isWithin(Interval interval, double bound) {
    return interval.low() >= -bound && interval.high() <= bound;
  }

  /**
   * {@return by how much the sample must grow for the interval, whose width shrinks with its square
   * root, to end at the margin; infinite if the difference itself is not below the margin}
   */
  private static double factor(double margin, double difference, double worseEnd) {
    double room = margin - difference;
    double reach = (worseEnd - difference) / room;
    return room <= 0 ? Double.POSITIVE_INFINITY : Math.max(1, reach * reach);
  }
}
