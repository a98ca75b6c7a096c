/**
 * The training data: labeled rows, the matrix of inputs derived from their features, and samples of
 * its rows. This package also splits rows into those to learn from and those held out, and refuses
 * sets with too few rows. Start at {@link dev.churn.training.data.TrainingMatrix}.
 */
package dev.churn.training.data;
