/**
 * The training data: labeled rows, the matrix of inputs derived from their features, and samples of
 * its rows. It also decides which rows are learned from and which are held out, and refuses rows
 * that are too few. Start at {@link dev.churn.training.data.TrainingMatrix}.
 */
package dev.churn.training.data;
