package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Loads the predictors of trained models from their files. */
public final class ModelFiles {
  private final ModelArtifacts artifacts;
  private final ModelCodec codec;
  private final LongAdder loads = new LongAdder();

  public ModelFiles(ModelArtifacts artifacts, ModelCodec codec) {
    this.artifacts = artifacts;
    this.codec = codec;
  }

  /**
   * {@return the model, ready to predict}
   *
   * @param model a trained model
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if its file is missing or is not the
   *     stored one
   */
  public Predictor load(TrainingRun model) {
    return load(model, model.id(), model.version().artifactSha256());
  }

  /**
   * {@return the model as it was evaluated, before it was refitted on the evaluation rows; empty if
   * no file of it is stored}
   *
   * @param model a trained model
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if its file is missing or is not the
   *     stored one
   */
  public Optional<Predictor> loadEvaluated(TrainingRun model) {
    return model
        .version()
        .evaluatedSha256()
        .map(sha256 -> load(model, model.id().asEvaluated(), sha256));
  }

  /** {@return how many files this object has read and decoded} */
  public long loads() {
    return loads.sum();
  }

  private Predictor load(TrainingRun model, ModelId file, String sha256) {
    try {
      Predictor predictor = codec.decode(artifacts.load(model.organizationId(), file, sha256));
      loads.increment();
      return predictor;
    } catch (ChurnException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      // the model exists, so a missing file is damage and not a wrong request
      throw new ChurnException(
          ErrorCode.CORRUPT, "The file of model %s is missing".formatted(model.id()), e);
    }
  }
}
