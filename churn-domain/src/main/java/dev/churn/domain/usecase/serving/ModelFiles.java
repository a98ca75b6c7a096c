package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.model.Model;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;

/** From what the registry knows of a model to the model itself. */
public final class ModelFiles {
  private final ModelArtifacts artifacts;
  private final ModelCodec codec;

  public ModelFiles(ModelArtifacts artifacts, ModelCodec codec) {
    this.artifacts = artifacts;
    this.codec = codec;
  }

  /**
   * {@return a model, ready to predict}
   *
   * @param model a trained one
   * @throws ChurnException with {@link ErrorCode#CORRUPT} if its file is missing or is not the one
   *     that was stored
   */
  public ChurnModel load(Model model) {
    var outcome = (Model.Trained) model.outcome();
    try {
      return codec.decode(
          artifacts.load(model.organizationId(), model.id(), outcome.artifactSha256()));
    } catch (ChurnException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      // the model is there, so for the caller this is damage, nothing that could be asked for
      throw new ChurnException(
          ErrorCode.CORRUPT, "The file of model %s is missing".formatted(model.id()), e);
    }
  }
}
