/**
 * Predictions: a customer's churn probability and the risk segment it falls into. The bounds of the
 * segments are fixed. Start at {@link dev.churn.domain.prediction.ChurnProbability}.
 */
package dev.churn.domain.prediction;
