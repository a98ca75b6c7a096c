package dev.churn.training;

import dev.churn.domain.job.Progress;
import java.util.Map;

/** Fits one kind of classifier. */
interface Learner {
  /**
   * {@return what was learned from the rows}
   *
   * @param rows of both classes
   */
  Scorer learn(Rows rows, long seed, Progress progress);

  /** {@return the hyperparameters, by name} */
  Map<String, String> parameters();

  /** {@return whether the probabilities need to be calibrated} */
  boolean needsCalibration();
}
