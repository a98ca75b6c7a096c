package dev.churn.http;

import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.usecase.ManageDatasets;
import dev.churn.domain.usecase.ManageDeployment;
import dev.churn.domain.usecase.ManageOrganizations;
import dev.churn.domain.usecase.PredictChurn;
import dev.churn.domain.usecase.ProcessFeatures;
import dev.churn.domain.usecase.RunPipeline;
import dev.churn.domain.usecase.ServedModels;
import dev.churn.domain.usecase.ShowMonitoring;
import dev.churn.domain.usecase.StartScoring;
import dev.churn.domain.usecase.TrainModel;

/**
 * What the routes call: the use cases, and the ports that are asked without one.
 *
 * @param databasePing throws unless the database answers
 */
record Services(
    ManageOrganizations organizations,
    RunPipeline pipelines,
    ManageDatasets datasets,
    ProcessFeatures processFeatures,
    TrainModel trainModel,
    PredictChurn predictChurn,
    ManageDeployment deployment,
    ServedModels served,
    StartScoring startScoring,
    ShowMonitoring monitoring,
    JobQueue jobs,
    ModelRegistry models,
    PredictionBatches predictions,
    ObjectStore objects,
    Runnable databasePing) {}
