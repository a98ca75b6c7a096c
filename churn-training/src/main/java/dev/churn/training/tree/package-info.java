/**
 * Histogram trees, and the random forest and gradient boosting that are grown from them. Inputs are
 * cut into bins once per training, so that a node costs one pass over its rows. Start at {@link
 * dev.churn.training.tree.ForestLearner} or {@link dev.churn.training.tree.BoostingLearner}.
 */
package dev.churn.training.tree;
