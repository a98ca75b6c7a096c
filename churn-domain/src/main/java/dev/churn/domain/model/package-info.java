/**
 * Models: training requests, trained models, and the record of how each was trained and evaluated.
 * A trained model is immutable and turns a feature vector into a churn probability. Start at {@link
 * dev.churn.domain.model.TrainingRun} for the record, or at {@link
 * dev.churn.domain.model.Predictor} for predictions.
 */
package dev.churn.domain.model;
