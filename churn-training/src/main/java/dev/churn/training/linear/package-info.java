/**
 * Ridge logistic regression over standardized inputs, fitted by Newton steps. A path of ridges
 * starts each fit from the one before it. Start at {@link
 * dev.churn.training.linear.LogisticLearner}.
 */
package dev.churn.training.linear;
