package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingSample;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns a {@link BaseModel}.
 *
 * @param foundations what was learned already
 * @param ridge of the logistic regression
 * @param linearShare its weight beside the model of buying and dropping out
 */
public record BaseModelLearner(BaseModels foundations, double ridge, double linearShare)
    implements Learner<BaseModel> {
  /** Rows of the rarer class from which on the logistic regression has half of its final weight. */
  private static final double ROWS_FOR_HALF_A_SAY = 100;

  private static final double FINAL_LINEAR_SHARE = 0.5;

  /** {@return how far what was learned of so many customers counts, from 0 to 1 as they grow} */
  public static double say(TrainingSample sample) {
    double rarer = sample.rarerCount();
    return rarer / (rarer + ROWS_FOR_HALF_A_SAY);
  }

  /** {@return the weight of a logistic regression of so many customers, from 0 to one half} */
  public static double usualLinearShare(TrainingSample sample) {
    return FINAL_LINEAR_SHARE * say(sample);
  }

  @Override
  public BaseModel learn(TrainingSample sample, long seed, Progress progress) {
    return foundations.learn(sample, ridge, linearShare, progress);
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("ridge", Double.toString(ridge));
    parameters.put("logistic_share", Double.toString(linearShare));
    return parameters;
  }
}
