package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingSample;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns a {@link BaseModel}.
 *
 * @param baseModels cache of the base models of one training
 * @param ridge ridge penalty of the logistic regression
 * @param linearShare weight of the logistic regression in the blend, 0 to 1
 */
public record BaseModelLearner(BaseModels baseModels, double ridge, double linearShare)
    implements Learner<BaseModel> {
  /**
   * Number of rows of the rarer class at which the logistic regression has half of its maximum
   * weight.
   */
  private static final double ROWS_FOR_HALF_A_SAY = 100;

  private static final double FINAL_LINEAR_SHARE = 0.5;

  /**
   * {@return how much weight a model learned from this sample deserves, from 0 to 1 as the rarer
   * class grows}
   */
  public static double say(TrainingSample sample) {
    double rarer = sample.rarerCount();
    return rarer / (rarer + ROWS_FOR_HALF_A_SAY);
  }

  /**
   * {@return the default weight of a logistic regression learned from this sample, from 0 to one
   * half}
   */
  public static double usualLinearShare(TrainingSample sample) {
    return FINAL_LINEAR_SHARE * say(sample);
  }

  @Override
  public BaseModel learn(TrainingSample sample, long seed, Progress progress) {
    return baseModels.learn(sample, ridge, linearShare, progress);
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("ridge", Double.toString(ridge));
    parameters.put("logistic_share", Double.toString(linearShare));
    return parameters;
  }
}
