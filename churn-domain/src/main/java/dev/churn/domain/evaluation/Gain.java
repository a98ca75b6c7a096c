package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * The gain in ROC AUC of a model over a baseline.
 *
 * @param rocAuc ROC AUC of the model minus that of the baseline
 * @param interval 95 % confidence interval, from a paired bootstrap over customers
 */
public record Gain(double rocAuc, Interval interval) {
  public Gain {
    requireNonNull(interval, "interval");
  }

  /**
   * {@return the gain of {@code scores} over {@code others}}
   *
   * @param churned the outcome of each row; both classes must occur
   * @param customers the customer of each row; rows of one customer are drawn together
   * @param seed the same seed and rows give the same interval, regardless of the order of the rows
   */
  public static Gain of(
      double[] scores, double[] others, boolean[] churned, long[] customers, long seed) {
    PairedBootstrap.Difference found =
        new PairedBootstrap(churned, customers, seed).rocAucDifference(scores, others);
    return new Gain(found.value(), found.interval());
  }
}
