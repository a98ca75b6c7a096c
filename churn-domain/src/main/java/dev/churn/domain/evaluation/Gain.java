package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * By how much a model orders customers better than something simple does.
 *
 * @param rocAuc area under the ROC curve of the model less that of the other
 * @param interval 95 % confidence, from resampling the customers for both at once
 */
public record Gain(double rocAuc, Interval interval) {
  public Gain {
    requireNonNull(interval, "interval");
  }

  /**
   * {@return the gain of {@code scores} over {@code others}}
   *
   * @param churned with both classes
   * @param customers who each row is of; rows of one customer are drawn together
   * @param seed the same seed and rows give the same interval, whatever the order of the rows
   */
  public static Gain of(
      double[] scores, double[] others, boolean[] churned, long[] customers, long seed) {
    PairedBootstrap.Difference found =
        new PairedBootstrap(churned, customers, seed).rocAucDifference(scores, others);
    return new Gain(found.value(), found.interval());
  }
}
