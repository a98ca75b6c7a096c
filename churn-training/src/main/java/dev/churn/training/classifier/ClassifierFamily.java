package dev.churn.training.classifier;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelType;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.tuning.TuningData;
import java.util.Map;
import java.util.Optional;

/**
 * One type of model: how it is described, tuned, and written to a file and read back. A new type is
 * one class and one line in the list of the trainer. Safe for use by several threads.
 *
 * @param <S> what its learners learn
 */
public interface ClassifierFamily<S extends Scorer> {
  /** {@return what people are told of it} */
  ModelFamily description();

  /** {@return its name} */
  default ModelType type() {
    return description().type();
  }

  /**
   * {@return the options in their full form, which {@link #tune} takes}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is no such option, {@link
   *     ErrorCode#UNPROCESSABLE} if it cannot be used
   */
  default Map<String, String> check(Map<String, String> options) {
    if (!options.isEmpty()) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "model_type %s: expected no options, found %s"
              .formatted(type().id(), String.join(", ", options.keySet())));
    }
    return options;
  }

  /** {@return a sentence if learning from so many rows is known to take long} */
  default Optional<String> slowWarning(Map<String, String> options, long rows) {
    return Optional.empty();
  }

  /** {@return the learner that is expected to do best on rows that it has not learned from} */
  Learner<S> tune(TuningData data, Map<String, String> options, Progress progress);

  /** {@return whether what is learned is to be calibrated} */
  default boolean calibrates(Map<String, String> options) {
    return true;
  }

  /** {@return with how many customers explanations compare; fewer where predictions take long} */
  default int backgroundRows(Map<String, String> options) {
    return ChurnModel.MAX_BACKGROUND;
  }

  /** Writes what was learned. */
  void write(S scorer, ModelFileWriter out);

  /**
   * {@return what {@link #write} has written}
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if it was something else
   */
  S read(ModelFileReader in);

  /** {@return what learning found, by name} */
  Map<String, String> parameters(S scorer);

  /**
   * {@return what the model is, in a few words, such as "ridge regression blended with MBG/NBD"}
   */
  String sentence(S scorer);

  /** {@return what was learned in the file format of its library, or empty if it has none} */
  default Optional<ModelExport> export(S scorer) {
    return Optional.empty();
  }
}
