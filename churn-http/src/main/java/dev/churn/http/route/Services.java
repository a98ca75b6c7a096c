package dev.churn.http.route;

import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.usecase.dataset.ExportFeatures;
import dev.churn.domain.usecase.dataset.ManageDatasets;
import dev.churn.domain.usecase.dataset.ProcessFeatures;
import dev.churn.domain.usecase.monitoring.ShowMonitoring;
import dev.churn.domain.usecase.organization.ManageOrganizations;
import dev.churn.domain.usecase.pipeline.RunPipeline;
import dev.churn.domain.usecase.scoring.StartScoring;
import dev.churn.domain.usecase.serving.ExportModel;
import dev.churn.domain.usecase.serving.ManageDeployment;
import dev.churn.domain.usecase.serving.PredictChurn;
import dev.churn.domain.usecase.serving.ServedModels;
import dev.churn.domain.usecase.training.TrainModel;

/**
 * The use cases that the routes call, and the ports that they call directly.
 *
 * @param databasePing throws unless the database answers
 */
public record Services(
    ManageOrganizations organizations,
    RunPipeline pipelines,
    ManageDatasets datasets,
    ProcessFeatures processFeatures,
    TrainModel trainModel,
    PredictChurn predictChurn,
    ManageDeployment deployment,
    ExportFeatures exportFeatures,
    ExportModel exportModel,
    ServedModels served,
    StartScoring startScoring,
    ShowMonitoring monitoring,
    JobQueue jobs,
    ModelRegistry models,
    PredictionBatches predictions,
    ObjectStore objects,
    Runnable databasePing) {}
