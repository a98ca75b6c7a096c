package dev.churn.domain.port;

/** The ports that keep metadata, all of one database, for the contracts of each of them. */
public record TestPorts(
    Organizations organizations,
    DatasetCatalog datasets,
    ModelRegistry models,
    PredictionBatches batches,
    PredictionLog predictionLog,
    PredictionOutcomes outcomes,
    MonitoringReports reports,
    Pipelines pipelines,
    JobQueue jobs,
    Transactions transactions) {}
