/**
 * Validates hyperparameters with only the rows to learn from. Validation is out of time if the
 * snapshots allow it and by customer otherwise. Start at {@link
 * dev.churn.training.tuning.Validation}.
 */
package dev.churn.training.tuning;
