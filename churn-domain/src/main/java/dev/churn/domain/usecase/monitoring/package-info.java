/**
 * Compares predictions with what happened once their horizon has closed, and measures the drift of
 * the features. Reports are made in the background when a newer dataset has been processed. Start
 * at {@link dev.churn.domain.usecase.monitoring.EvaluatePredictions}.
 */
package dev.churn.domain.usecase.monitoring;
