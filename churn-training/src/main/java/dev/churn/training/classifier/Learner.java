package dev.churn.training.classifier;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import dev.churn.training.data.TrainingSample;
import java.util.Map;

/** Fits one kind of classifier. */
public interface Learner {
  /**
   * {@return what was learned from the rows}
   *
   * @param sample of both classes
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the thread is interrupted; it
   *     stays so
   */
  Scorer learn(TrainingSample sample, long seed, Progress progress);

  /** {@return the hyperparameters, by name} */
  Map<String, String> parameters();
}
