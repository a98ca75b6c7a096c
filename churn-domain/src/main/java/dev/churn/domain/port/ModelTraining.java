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

/** Driven port: from labeled features to a model. Safe for use by several threads. */
public interface ModelTraining {
  /** {@return what can be trained, the usual types first; always the same} */
  List<ModelFamily> types();

  /**
   * {@return the specification in its full form, which {@link #train} takes: names completed, and
   * options that hold by default left out}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if there is no such type or
   *     option, {@code UNPROCESSABLE} if an option cannot be used
   */
  ModelSpecification check(ModelSpecification specification);

  /**
   * {@return a sentence if a training is known to take long, to be shown before it starts}
   *
   * @param specification as {@link #check} gave it
   * @param rows to learn from
   */
  Optional<String> slowWarning(ModelSpecification specification, long rows);

  /** {@return the choices of inputs that classifiers can learn from, the default first} */
  List<ModelInputs> inputs();

  /**
   * Trains and evaluates a model.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there are too few rows,
   *     or only one class, to learn from or to evaluate on, or if the classifier cannot learn from
   *     them; with {@code UNAVAILABLE} if the thread is interrupted, the interrupt staying set
   */
  TrainingResult train(TrainingRequest request, Progress progress);

  /** {@return the versions of the trainer and of what it runs on, by name} */
  Map<String, String> versions();
}
