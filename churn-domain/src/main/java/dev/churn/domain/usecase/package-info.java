/**
 * The use cases: one class for each thing the system does, written over the ports alone. An upload
 * becomes features with {@link dev.churn.domain.usecase.UploadDataset} and {@link
 * dev.churn.domain.usecase.ProcessFeatures}, features become a model with {@link
 * dev.churn.domain.usecase.TrainModel}, and {@link dev.churn.domain.usecase.PredictChurn} answers.
 */
package dev.churn.domain.usecase;
