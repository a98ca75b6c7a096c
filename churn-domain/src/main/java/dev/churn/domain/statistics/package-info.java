/**
 * Statistics of scores against outcomes: areas under the ROC curve, their variances, and confidence
 * intervals. Rows of one customer depend on each other, so that variances are taken by customer.
 * Start at {@link dev.churn.domain.statistics.RocArea}.
 */
package dev.churn.domain.statistics;
