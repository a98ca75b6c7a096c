/** Predictions: how likely a customer is to leave, and which segment that means. */
package dev.churn.domain.prediction;
