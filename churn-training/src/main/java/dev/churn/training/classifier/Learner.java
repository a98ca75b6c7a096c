package dev.churn.training.classifier;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import dev.churn.training.data.TrainingSample;
import java.util.Map;

/**
 * Fits one kind of classifier.
 *
 * @param <S> what it learns
 */
public interface Learner<S extends Scorer> {
  /**
   * {@return what was learned from the rows}
   *
   * @param sample of both classes
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the thread is interrupted; it
   *     stays so
   */
  S learn(TrainingSample sample, long seed, Progress progress);

  /** {@return the hyperparameters, by name} */
  Map<String, String> parameters();
}
