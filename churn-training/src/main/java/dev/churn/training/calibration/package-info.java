/**
 * Calibrates the scores of a classifier into probabilities that match observed frequencies. Platt
 * scaling, isotonic regression and no calibration are compared on out-of-sample rows. Start at
 * {@link dev.churn.training.calibration.Calibrator}.
 */
package dev.churn.training.calibration;
