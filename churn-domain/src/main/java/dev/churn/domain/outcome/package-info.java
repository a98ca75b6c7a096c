/**
 * What became of customers after predictions about them: outcomes, by the day of the prediction,
 * and what was seen of their value.
 */
package dev.churn.domain.outcome;
