package dev.churn.training.blend;

import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.math.Logits;

/**
 * The base model of every model type: a blend of the log-odds of {@link MbgNbd} and of a logistic
 * regression. MBG/NBD has four parameters and models how time passes; the logistic regression uses
 * all linear inputs.
 *
 * @param linearShare weight of the logistic regression, 0 to 1
 */
public record BaseModel(MbgNbd process, LinearScorer linear, double linearShare) implements Scorer {
  /**
   * Maximum difference in log-odds between the logistic regression and MBG/NBD. The regression is
   * unreliable for customers unlike any in the training data, such as much older ones.
   */
  private static final double MAX_DIFFERENCE = 8;

  public BaseModel {
    if (!(linearShare >= 0 && linearShare <= 1)) {
      throw new IllegalArgumentException("expected a share up to 1, found " + linearShare);
    }
  }

  public double logOdds(double[] inputs) {
    double regression = linear.logOdds(inputs);
    return linearShare == 1
        ? regression // the process need not be asked
        : blend(process.logOdds(inputs), regression, linearShare);
  }

  public static double blend(double process, double linear, double linearShare) {
    if (linearShare == 1) {
      return linear; // the labels are not about activity, so MBG/NBD does not count
    }
    double difference = Logits.clip(linear - process, -MAX_DIFFERENCE, MAX_DIFFERENCE);
    return process + linearShare * difference;
  }

  @Override
  public double probability(double[] inputs) {
    return Logits.probability(logOdds(inputs));
  }
}
