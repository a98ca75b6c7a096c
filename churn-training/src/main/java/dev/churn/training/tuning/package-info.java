/**
 * Chooses hyperparameters and calibrations with nothing but the rows to learn from. Validation is
 * out of time where snapshots allow it and by customer otherwise. Start at {@link
 * dev.churn.training.tuning.HyperparameterTuner}.
 */
package dev.churn.training.tuning;
