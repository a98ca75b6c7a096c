/**
 * Evaluation of models: metrics of probabilities against outcomes, comparisons of models with
 * confidence intervals, and a verdict in words. Equal rows and an equal seed always give equal
 * numbers. Start at {@link dev.churn.domain.evaluation.ClassificationMetrics} for metrics, or at
 * {@link dev.churn.domain.evaluation.Comparison} for two models on the same customers.
 */
package dev.churn.domain.evaluation;
