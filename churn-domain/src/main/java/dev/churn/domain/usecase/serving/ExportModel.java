package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;

/** Exports models in the file format of the library that trained them. */
public final class ExportModel {
  private final Organizations organizations;
  private final ModelRegistry registry;
  private final ModelCodec codec;
  private final ModelFiles files;

  public ExportModel(
      Organizations organizations,
      ModelRegistry registry,
      ModelArtifacts artifacts,
      ModelCodec codec) {
    this.organizations = organizations;
    this.registry = registry;
    this.codec = codec;
    this.files = new ModelFiles(artifacts, codec);
  }

  /**
   * {@return the model as a file}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if organization or model do not exist,
   *     {@link ErrorCode#UNPROCESSABLE} if the model is not trained, its library has no file
   *     format, or its file is missing or damaged
   */
  public ModelExport export(OrganizationId organization, ModelId id) {
    Lookup.organization(organizations, organization);
    TrainingRun model = Lookup.model(registry, organization, id);
    if (!(model.outcome() instanceof ModelVersion)) {
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected a trained model, found that %s is not trained".formatted(id));
    }
    return codec
        .export(load(model))
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.UNPROCESSABLE,
                    "Expected a model of a library with a file format of its own, such as type weka,"
                        + " found type "
                        + model.knownType()));
  }

  private Predictor load(TrainingRun model) {
    try {
      return files.load(model);
    } catch (ChurnException e) {
      if (e.code() != ErrorCode.CORRUPT) {
        throw e;
      }
      throw new ChurnException( // nothing that the caller repeats can make it whole
          ErrorCode.UNPROCESSABLE, e.getMessage() + "; train a model again", e);
    }
  }
}
