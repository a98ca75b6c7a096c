package dev.churn.domain.usecase.dataset;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import dev.churn.domain.Remedy;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import java.util.List;
import java.util.Optional;

/** Loads what must exist, or throws NOT_FOUND. */
public final class Lookup {
  private Lookup() {}

  public static Organization organization(Organizations organizations, OrganizationId id) {
    return organizations
        .find(id)
        .orElseThrow(
            () -> new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id));
  }

  /**
   * {@return a customer id that a caller looks for}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if it has a character that no
   *     stored id can have, as {@link PlainText#problemWithinCustomerId} says
   */
  public static String customer(String id) {
    PlainText.problemWithinCustomerId(id)
        .ifPresent(
            problem -> {
              throw new ChurnException(
                  ErrorCode.INVALID_INPUT,
                  "customer_id: " + problem,
                  List.of(new FieldError("customer_id", problem)));
            });
    return id;
  }

  public static Dataset dataset(DatasetCatalog catalog, OrganizationId organization, DatasetId id) {
    return catalog.find(organization, id).orElseThrow(() -> noDataset(organization, id));
  }

  /** {@return the raw dataset with this id} */
  public static RawDataset raw(DatasetCatalog catalog, OrganizationId organization, DatasetId id) {
    return catalog.findRaw(organization, id).orElseThrow(() -> noDataset(organization, id));
  }

  /** {@return the feature table with this id} */
  public static FeatureDataset table(
      DatasetCatalog catalog, OrganizationId organization, DatasetId id) {
    return catalog.findFeatures(organization, id).orElseThrow(() -> noDataset(organization, id));
  }

  private static ChurnException noDataset(OrganizationId organization, DatasetId id) {
    return new ChurnException(
        ErrorCode.NOT_FOUND, "Organization %s has no dataset %s".formatted(organization, id));
  }

  /** {@return the model with this id, whatever its outcome} */
  public static TrainingRun model(ModelRegistry registry, OrganizationId organization, ModelId id) {
    return registry
        .find(organization, id)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s has no model %s".formatted(organization, id)));
  }

  /** {@return the batch with this id, in any state} */
  public static PredictionBatch batch(
      PredictionBatches batches, OrganizationId organization, BatchId id) {
    return batches
        .find(organization, id)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s has no prediction batch %s".formatted(organization, id)));
  }

  /** {@return the feature table with this id, or the table of the raw dataset with this id} */
  public static FeatureDataset features(
      DatasetCatalog catalog, OrganizationId organization, DatasetId id) {
    Dataset found = dataset(catalog, organization, id);
    if (found instanceof FeatureDataset table) {
      return table;
    }
    return catalog.findFeaturesOf(organization, found.id()).orElseThrow(() -> notProcessed(found));
  }

  private static ChurnException notProcessed(Dataset raw) {
    return raw.status() == DatasetStatus.PROCESSING
        ? new ChurnException(
            ErrorCode.CONFLICT,
            "Expected a processed dataset, found that %s is being processed;".formatted(raw.id())
                + " ask again once its status is ready")
        : new ChurnException(
            ErrorCode.UNPROCESSABLE,
            "Expected a processed dataset, found that %s has no features yet; process it first"
                .formatted(raw.id()),
            new Remedy(Remedy.Action.PROCESS_DATASET, Optional.of(raw.id().value())));
  }
}
