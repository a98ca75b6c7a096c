package dev.churn.training;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import java.util.Map;

/** Fits one kind of classifier. */
interface Learner {
  /**
   * {@return what was learned from the rows}
   *
   * @param sample of both classes
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the thread is interrupted; it
   *     stays so
   */
  Scorer learn(Sample sample, long seed, Progress progress);

  /** {@return the hyperparameters, by name} */
  Map<String, String> parameters();
}
