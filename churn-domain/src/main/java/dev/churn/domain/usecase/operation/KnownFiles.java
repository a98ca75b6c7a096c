package dev.churn.domain.usecase.operation;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.integrity.CheckedObject;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.storage.ObjectName;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds what the rows of an organization say about the content of stored objects. */
final class KnownFiles {
  private final ObjectStore objects;
  private final DatasetCatalog datasets;
  private final PredictionBatches batches;
  private final ModelRegistry models;

  KnownFiles(
      ObjectStore objects,
      DatasetCatalog datasets,
      PredictionBatches batches,
      ModelRegistry models) {
    this.objects = objects;
    this.datasets = datasets;
    this.batches = batches;
    this.models = models;
  }

  /** {@return the object with the content that a row records, or empty if no row does} */
  Optional<CheckedObject> find(ObjectKey key) {
    return ObjectName.of(key).flatMap(name -> find(name, key));
  }

  private Optional<CheckedObject> find(ObjectName name, ObjectKey key) {
    return switch (name.kind()) {
      case RAW, FEATURES ->
          datasets
              .find(name.organization(), new DatasetId(name.id()))
              .map(Dataset::file)
              .filter(file -> file.key().equals(key))
              .map(file -> CheckedObject.of(objects, file));
      case SCORED -> input(name, key).map(file -> CheckedObject.of(objects, file));
      case PREDICTIONS -> output(name, key);
      case MODEL -> model(name.organization(), new ModelId(name.id()), key);
    };
  }

  private Optional<PredictionBatch> batch(ObjectName name) {
    return batches.find(name.organization(), new BatchId(name.id()));
  }

  private Optional<StoredFile> input(ObjectName name, ObjectKey key) {
    return batch(name)
        .map(PredictionBatch::input)
        .filter(UploadedEvents.class::isInstance)
        .map(input -> ((UploadedEvents) input).file())
        .filter(file -> file.key().equals(key));
  }

  private Optional<CheckedObject> output(ObjectName name, ObjectKey key) {
    return batch(name)
        .map(PredictionBatch::state)
        .filter(Completed.class::isInstance)
        .map(Completed.class::cast)
        .filter(completed -> completed.output().equals(key))
        .flatMap(Completed::fingerprint)
        .map(
            known ->
                new CheckedObject(
                    objects, key, OptionalLong.of(known.size()), Optional.of(known.sha256())));
  }

  private Optional<CheckedObject> model(OrganizationId organization, ModelId id, ObjectKey key) {
    return models
        .find(organization, id)
        .flatMap(KnownFiles::version)
        .map(ModelVersion::artifactSha256)
        .or(() -> evaluated(organization, id))
        .map(sha256 -> new CheckedObject(objects, key, objects.size(key), Optional.of(sha256)));
  }

  private static Optional<ModelVersion> version(TrainingRun model) {
    return model.outcome() instanceof ModelVersion version
        ? Optional.of(version)
        : Optional.empty();
  }

  /** {@return the SHA-256 of a model as it was evaluated, whose id is derived from the model's} */
  private Optional<String> evaluated(OrganizationId organization, ModelId id) {
    long offset = 0;
    Page<TrainingRun> page;
    do {
      page = models.list(organization, new PageRequest(PageRequest.MAX_LIMIT, offset));
      for (TrainingRun model : page.items()) {
        if (model.id().asEvaluated().equals(id)) {
          return version(model).flatMap(ModelVersion::evaluatedSha256);
        }
      }
      offset += page.items().size();
    } while (!page.items().isEmpty() && offset < page.total());
    return Optional.empty();
  }
}
