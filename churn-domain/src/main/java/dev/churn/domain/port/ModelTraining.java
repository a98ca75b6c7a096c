package dev.churn.domain.port;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelInputs;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Driven port: trains models on labeled features. Safe for use by several threads. */
public interface ModelTraining {
  /** {@return the types that can be trained, the usual ones first; always the same list} */
  List<ModelFamily> types();

  /**
   * {@return the normalized specification, which {@link #train} accepts: names are completed, and
   * options with default values are removed}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if the type or an option
   *     does not exist, {@code UNPROCESSABLE} if an option cannot be used
   */
  ModelSpecification check(ModelSpecification specification);

  /**
   * {@return a warning to show before a training starts that is known to take long}
   *
   * @param specification a specification that {@link #check} returned
   * @param rows the number of training rows
   */
  Optional<String> slowWarning(ModelSpecification specification, long rows);

  /**
   * Checks that a training fits into the memory of this process. By default nothing is checked.
   *
   * @param specification a specification that {@link #check} returned
   * @param rows the number of training rows
   * @param watchedTypes the number of event types that the table has columns of
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if it needs more memory than
   *     the process may use; the message says how much and what to do
   */
  default void requireMemory(ModelSpecification specification, long rows, int watchedTypes) {}

  /** {@return the available sets of classifier inputs, the default first} */
  List<ModelInputs> inputs();

  /**
   * Trains and evaluates a model.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there are too few rows or
   *     only one class to train or evaluate on, or if the classifier cannot learn from the rows;
   *     with {@code UNAVAILABLE} if the thread is interrupted, and the interrupt status stays set
   */
  TrainingResult train(TrainingRequest request, Progress progress);

  /** {@return the versions of the trainer and its libraries, by name} */
  Map<String, String> versions();
}
