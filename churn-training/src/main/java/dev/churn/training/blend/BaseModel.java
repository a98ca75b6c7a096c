package dev.churn.training.blend;

import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.math.Logits;

/**
 * What every model stands on: the log-odds of {@link MbgNbd} and those of a logistic regression,
 * blended. The one has four parameters and knows how time passes, the other sees everything; what
 * they do not agree on is uncertain.
 *
 * @param linearShare weight of the logistic regression, 0 to 1
 */
public record BaseModel(MbgNbd process, LinearScorer linear, double linearShare) implements Scorer {
  /**
   * By how much log-odds the logistic regression may differ; customers unlike any that it learned
   * from, such as far older ones, are where it goes astray.
   */
  private static final double MAX_DIFFERENCE = 8;

  public BaseModel {
    if (!(linearShare >= 0 && linearShare <= 1)) {
      throw new IllegalArgumentException("expected a share up to 1, found " + linearShare);
    }
  }

  public double logOdds(double[] inputs) {
    return blend(process.logOdds(inputs), linear.logOdds(inputs), linearShare);
  }

  public static double blend(double process, double linear, double linearShare) {
    if (linearShare == 1) {
      return linear; // labels that are not about activity: the process has no say
    }
    double difference = Logits.clip(linear - process, -MAX_DIFFERENCE, MAX_DIFFERENCE);
    return process + linearShare * difference;
  }

  @Override
  public double probability(double[] inputs) {
    return Logits.probability(logOdds(inputs));
  }
}
