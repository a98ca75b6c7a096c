package dev.churn.training.classifier;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import dev.churn.training.data.TrainingSample;
import java.util.Map;

/**
 * Fits classifiers of one kind.
 *
 * @param <S> the scorer that it produces
 */
public interface Learner<S extends Scorer> {
  /**
   * {@return a scorer that is fitted to the sample}
   *
   * @param sample rows of both classes
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the thread is interrupted; the
   *     interrupt flag stays set
   */
  S learn(TrainingSample sample, long seed, Progress progress);

  /** {@return the hyperparameters, by name} */
  Map<String, String> parameters();
}
