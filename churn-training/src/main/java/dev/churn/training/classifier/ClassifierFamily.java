package dev.churn.training.classifier;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.tuning.TuningData;
import java.util.Map;
import java.util.Optional;

/**
 * A model type: its description, its tuning, and its file format. A new type needs one class and
 * one line in the list of the trainer. Safe for use by several threads.
 *
 * @param <S> the scorer that its learners produce
 */
public interface ClassifierFamily<S extends Scorer> {
  /** {@return the description shown to users} */
  ModelFamily description();

  /** {@return the model type} */
  default ModelType type() {
    return description().type();
  }

  /**
   * {@return the options in their full form, as {@link #tune} takes them}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is no such option, {@link
   *     ErrorCode#UNPROCESSABLE} if an option cannot be used
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

  /** {@return a warning if training on this number of rows is known to take long} */
  default Optional<String> slowWarning(Map<String, String> options, long rows) {
    return Optional.empty();
  }

  /** {@return the learner with the best expected loss on rows that it has not learned from} */
  Learner<S> tune(TuningData data, Map<String, String> options, Progress progress);

  /** {@return whether the scorer is to be calibrated} */
  default boolean calibrates(Map<String, String> options) {
    return true;
  }

  /** {@return whether the models of the horizons of a curve have trees as the scorer does} */
  default boolean hasTreesInCurve() {
    return false;
  }

  /** {@return the number of background rows for explanations; fewer for slow scorers} */
  default int backgroundRows(Map<String, String> options) {
    return Predictor.MAX_BACKGROUND;
  }

  /** Writes the scorer. */
  void write(S scorer, ModelFileWriter out);

  /**
   * {@return the scorer that {@link #write} wrote}
   *
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if the bytes are not such a scorer
   */
  S read(ModelFileReader in);

  /**
   * {@return a scorer from a file with derived inputs of an earlier version, so that it is given
   * these inputs; empty if they are not known any more} One that names its inputs stays as it is.
   */
  default Optional<S> ofInputsVersion(S scorer, int version) {
    return Optional.of(scorer);
  }

  /** {@return the learned parameters, by name} */
  Map<String, String> parameters(S scorer);

  /** {@return a short description of the model, such as "ridge regression blended with MBG/NBD"} */
  String sentence(S scorer);

  /** {@return the scorer in the file format of its library, or empty if there is none} */
  default Optional<ModelExport> export(S scorer) {
    return Optional.empty();
  }
}
