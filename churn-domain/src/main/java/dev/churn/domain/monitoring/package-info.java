/**
 * What became of predictions: realized measures of models, comparisons of those that predicted for
 * the same customers, and how far customers have drifted from those whom a model learned from.
 */
package dev.churn.domain.monitoring;
