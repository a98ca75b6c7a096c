/**
 * Turns the scores of a classifier into probabilities that mean what they say. Platt scaling,
 * isotonic regression and no calibration are compared on rows that were not learned from. Start at
 * {@link dev.churn.training.calibration.Calibrator}.
 */
package dev.churn.training.calibration;
