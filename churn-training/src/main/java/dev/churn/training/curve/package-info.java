/**
 * The probability of silence for several horizons: a base model for each of them, moved so that the
 * curve passes through the answer of the model that it belongs to. Start at {@link
 * dev.churn.training.curve.CurveModel}.
 */
package dev.churn.training.curve;
