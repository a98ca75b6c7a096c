package dev.churn.domain.memory;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.erasure.Erasure.Subject;
import dev.churn.domain.erasure.RemovedRows;
import dev.churn.domain.organization.OrganizationId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Removes all that belongs to an organization. */
final class InMemoryPurge {
  private final InMemoryDatabase database;
  private final OrganizationId id;

  InMemoryPurge(InMemoryDatabase database, OrganizationId id) {
    this.database = database;
    this.id = id;
  }

  void run(ObjLongConsumer<RemovedRows> removed) {
    removed.accept(RemovedRows.PREDICTION_ROWS, removePredictions());
    removed.accept(
        RemovedRows.API_KEYS,
        remove(database.apiKeys.values(), key -> key.organizationId().equals(id)));
    removed.accept(
        RemovedRows.FEATURE_TABLES,
        remove(
            database.datasets.values(),
            dataset -> dataset instanceof FeatureDataset && dataset.organizationId().equals(id)));
    removed.accept(
        RemovedRows.DATASETS,
        remove(
            database.datasets.values(),
            dataset -> dataset instanceof RawDataset && dataset.organizationId().equals(id)));
    removed.accept(
        RemovedRows.MODELS,
        remove(database.models.values(), model -> model.organizationId().equals(id))
            + remove(database.deletedModels.values(), model -> model.organizationId().equals(id)));
    removed.accept(
        RemovedRows.LOGGED_PREDICTIONS,
        remove(database.loggedPredictions.values(), logged -> logged.organizationId().equals(id)));
    removed.accept(
        RemovedRows.JOBS,
        remove(database.jobs.values(), job -> job.request().organizationId().equals(id)));
    removed.accept(
        RemovedRows.BATCHES,
        remove(database.batches.values(), batch -> batch.organizationId().equals(id)));
    removed.accept(RemovedRows.OUTCOMES, removeOutcomes());
    removed.accept(
        RemovedRows.ERASURES,
        remove(
            database.erasures.values(),
            stored ->
                stored.erasure().organization().equals(id)
                    && !(stored.erasure().subject() instanceof Subject.WholeOrganization)));
    removed.accept(
        RemovedRows.OTHER_ROWS,
        remove(database.pipelines.values(), pipeline -> pipeline.organizationId().equals(id)));
    removeTheRest();
  }

  private static <T> long remove(Collection<T> rows, Predicate<T> which) {
    int before = rows.size();
    rows.removeIf(which);
    return (long) before - rows.size();
  }

  private long removePredictions() {
    Set<BatchId> batches =
        database.batches.values().stream()
            .filter(batch -> batch.organizationId().equals(id))
            .map(batch -> batch.id())
            .collect(Collectors.toSet());
    long rows =
        batches.stream()
            .map(database.predictions::get)
            .flatMap(stored -> Optional.ofNullable(stored).stream())
            .mapToLong(stored -> stored.answers().size() + stored.shadows().size())
            .sum();
    database.predictions.keySet().removeAll(batches);
    return rows;
  }

  private long removeOutcomes() {
    long rows =
        database.outcomeDays.entrySet().stream()
            .filter(day -> day.getKey().organization().equals(id))
            .mapToLong(day -> day.getValue().outcomes().size())
            .sum();
    database.outcomeDays.keySet().removeIf(day -> day.organization().equals(id));
    return rows;
  }

  private void removeTheRest() {
    database.targetDatasets.keySet().removeIf(dataset -> dataset.organization().equals(id));
    database.checks.keySet().removeIf(dataset -> dataset.organization().equals(id));
    database.deployments.remove(id);
    database.activations.remove(id);
    database.oldestStates.remove(id);
    database.reports.remove(id);
    database.customerKeys.remove(id);
    database.auditEntries.replaceAll(
        (entry, audited) ->
            audited.organization().equals(Optional.of(id)) ? audited.anonymous() : audited);
    database.deletions.remove(id);
    database.organizations.remove(id);
  }
}
