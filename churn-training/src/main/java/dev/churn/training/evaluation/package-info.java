/**
 * Evaluates a model on customers that it has not learned from, beside simple baselines and the
 * model that is serving now. It warns of numbers that are not reliable. Start at {@link
 * dev.churn.training.evaluation.ModelEvaluator}.
 */
package dev.churn.training.evaluation;
