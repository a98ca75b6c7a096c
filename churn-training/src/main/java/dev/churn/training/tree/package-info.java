/**
 * Histogram trees, and random forests and gradient boosting that use them. Inputs are binned once
 * per training, so that a node needs one pass over its rows. Start at {@link
 * dev.churn.training.tree.ForestLearner} or {@link dev.churn.training.tree.BoostingLearner}.
 */
package dev.churn.training.tree;
