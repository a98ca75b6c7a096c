package dev.churn.domain.memory;

import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.Workload;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.pipeline.Pipeline;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The tables shared by the in-memory ports; changes in one transaction apply together or not at
 * all.
 */
public final class InMemoryDatabase implements Transactions {
  final Map<OrganizationId, Organization> organizations = new LinkedHashMap<>();

  /** The organizations whose deletion has begun. */
  final Set<OrganizationId> deletions = new LinkedHashSet<>();

  final Map<ApiKeyId, ApiKey> apiKeys = new LinkedHashMap<>();
  final Map<DatasetId, Dataset> datasets = new LinkedHashMap<>();

  /** The raw datasets as targets see them, where their state is not that of an upload. */
  final Map<ScopedDataset, RawDataset> targetDatasets = new HashMap<>();

  final Map<ScopedDataset, FileCheck> checks = new HashMap<>();
  final Map<DatasetId, ChurnDefinition> definitions = new HashMap<>();
  final Map<ModelId, TrainingRun> models = new LinkedHashMap<>();
  final Map<ModelId, TrainingRun> deletedModels = new LinkedHashMap<>();
  final Map<OrganizationId, Deployment> deployments = new HashMap<>();
  final Map<OrganizationId, List<ModelActivation>> activations = new HashMap<>();
  final Map<List<Object>, LoggedPrediction> loggedPredictions = new LinkedHashMap<>();
  final Map<JobId, Job> jobs = new LinkedHashMap<>();
  final Map<JobId, Workload> workloads = new HashMap<>();
  final Map<ScopedDataset, Pipeline> pipelines = new LinkedHashMap<>();
  final Map<BatchId, PredictionBatch> batches = new LinkedHashMap<>();

  /** The completed batches in the order of completion; a deleted one leaves its place. */
  final List<BatchId> completions = new ArrayList<>();

  /** The number of {@link #completions} before which lists cannot be continued any more. */
  final Map<OrganizationId, Integer> oldestStates = new HashMap<>();

  final Map<BatchId, InMemoryPredictionBatches.Stored> predictions = new HashMap<>();
  final Map<InMemoryPredictionOutcomes.DayKey, InMemoryPredictionOutcomes.Day> outcomeDays =
      new LinkedHashMap<>();
  final Map<OrganizationId, MonitoringReport> reports = new HashMap<>();
  final Map<Removal, InMemoryRemovals.Note> removals = new LinkedHashMap<>();
  final Map<ErasureId, InMemoryErasures.Stored> erasures = new LinkedHashMap<>();
  final Map<OrganizationId, byte[]> customerKeys = new HashMap<>();
  final Map<UUID, AuditEntry> auditEntries = new LinkedHashMap<>();
  private int depth;

  /** A raw dataset as an organization or one of its targets sees it. */
  record ScopedDataset(OrganizationId organization, DatasetId dataset) {}

  @Override
  public synchronized <T> T call(Supplier<T> work) {
    if (depth > 0) {
      return work.get();
    }
    var organizationsBefore = new LinkedHashMap<>(organizations);
    var deletionsBefore = List.copyOf(deletions);
    var apiKeysBefore = new LinkedHashMap<>(apiKeys);
    var datasetsBefore = new LinkedHashMap<>(datasets);
    var targetDatasetsBefore = new HashMap<>(targetDatasets);
    var checksBefore = new HashMap<>(checks);
    var definitionsBefore = new HashMap<>(definitions);
    var modelsBefore = new LinkedHashMap<>(models);
    var deletedModelsBefore = new LinkedHashMap<>(deletedModels);
    var deploymentsBefore = new HashMap<>(deployments);
    var activationsBefore = new HashMap<>(activations);
    var loggedPredictionsBefore = new LinkedHashMap<>(loggedPredictions);
    var jobsBefore = new LinkedHashMap<>(jobs);
    var workloadsBefore = new HashMap<>(workloads);
    var pipelinesBefore = new LinkedHashMap<>(pipelines);
    var batchesBefore = new LinkedHashMap<>(batches);
    var completionsBefore = List.copyOf(completions);
    var oldestStatesBefore = new HashMap<>(oldestStates);
    var predictionsBefore = new HashMap<>(predictions);
    var outcomeDaysBefore = new LinkedHashMap<>(outcomeDays);
    var reportsBefore = new HashMap<>(reports);
    var removalsBefore = new LinkedHashMap<>(removals);
    var erasuresBefore = new LinkedHashMap<>(erasures);
    var customerKeysBefore = new HashMap<>(customerKeys);
    var auditEntriesBefore = new LinkedHashMap<>(auditEntries);
    boolean done = false;
    depth++;
    try {
      T result = work.get();
      done = true;
      return result;
    } finally {
      depth--;
      if (!done) {
        restore(organizations, organizationsBefore);
        deletions.clear();
        deletions.addAll(deletionsBefore);
        restore(apiKeys, apiKeysBefore);
        restore(datasets, datasetsBefore);
        restore(targetDatasets, targetDatasetsBefore);
        restore(checks, checksBefore);
        restore(definitions, definitionsBefore);
        restore(models, modelsBefore);
        restore(deletedModels, deletedModelsBefore);
        restore(deployments, deploymentsBefore);
        restore(activations, activationsBefore);
        restore(loggedPredictions, loggedPredictionsBefore);
        restore(jobs, jobsBefore);
        restore(workloads, workloadsBefore);
        restore(pipelines, pipelinesBefore);
        restore(outcomeDays, outcomeDaysBefore);
        restore(reports, reportsBefore);
        restore(removals, removalsBefore);
        restore(erasures, erasuresBefore);
        restore(customerKeys, customerKeysBefore);
        restore(auditEntries, auditEntriesBefore);
        restore(batches, batchesBefore);
        completions.clear();
        completions.addAll(completionsBefore);
        restore(oldestStates, oldestStatesBefore);
        restore(predictions, predictionsBefore);
      }
    }
  }

  private static <K, V> void restore(Map<K, V> table, Map<K, V> before) {
    table.clear();
    table.putAll(before);
  }
}
