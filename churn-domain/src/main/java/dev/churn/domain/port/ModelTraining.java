package dev.churn.domain.port;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import java.util.Map;

/** From labeled features to a model, and from a model to a file and back. */
public interface ModelTraining {
  /**
   * Trains and judges a model.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there are too few rows,
   *     or only one class, to learn from or to judge on
   */
  TrainingResult train(TrainingRequest request, Progress progress);

  /** {@return the versions of the trainer and of what it runs on, by name} */
  Map<String, String> versions();

  /** {@return the file of a model that this trainer made} */
  byte[] encode(ChurnModel model);

  /**
   * {@return the model of a file that {@link #encode} gave}
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if it is none
   */
  ChurnModel decode(byte[] file);
}
