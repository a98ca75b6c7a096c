/**
 * Use cases that compare predictions with outcomes once their horizon has closed, and that measure
 * the drift of the features. Reports are updated in the background after a newer dataset has been
 * processed. Start at {@link dev.churn.domain.usecase.monitoring.EvaluatePredictions}.
 */
package dev.churn.domain.usecase.monitoring;
