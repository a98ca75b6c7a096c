package dev.churn.domain.embed;

import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.port.EventFiles;
import dev.churn.domain.port.FeatureCalculator;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ModelCodec;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ModelTraining;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Pipelines;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.storage.Compression;
import java.time.InstantSource;

/** Every port that the use cases need, the clock, and how feature tables are stored. */
record Ports(
    Organizations organizations,
    DatasetCatalog datasets,
    ModelRegistry models,
    PredictionBatches batches,
    PredictionLog predictionLog,
    PredictionOutcomes outcomes,
    MonitoringReports reports,
    Pipelines pipelines,
    Removals removals,
    JobQueue jobs,
    Transactions transactions,
    ObjectStore objects,
    ModelArtifacts artifacts,
    EventFileProfiler profiler,
    EventFiles eventFiles,
    FeatureTables tables,
    FeatureCalculator calculator,
    ModelTraining training,
    ModelCodec codec,
    InstantSource clock,
    Runnable databasePing,
    Compression featuresCompression) {}
