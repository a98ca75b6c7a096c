/**
 * Evaluates a model on customers that it has not learned from, beside simple baselines and beside
 * the model that serves so far. It warns of numbers that should not be believed. Start at {@link
 * dev.churn.training.evaluation.ModelEvaluator}.
 */
package dev.churn.training.evaluation;
