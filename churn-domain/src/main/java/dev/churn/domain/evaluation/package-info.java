/**
 * How well models do: measures of probabilities against what came, differences between models with
 * the doubt about them, and the verdict in words. Start at {@link
 * dev.churn.domain.evaluation.ClassificationMetrics} for measures, at {@link
 * dev.churn.domain.evaluation.Comparison} for two models on the same customers.
 */
package dev.churn.domain.evaluation;
