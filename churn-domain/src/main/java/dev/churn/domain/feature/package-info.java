/**
 * Features: eight numbers that describe a customer at an as-of date. They are computed only from
 * the customer's events up to that date, so that a label never depends on what the features saw.
 * Start at {@link dev.churn.domain.feature.Feature}; {@link dev.churn.domain.feature.SnapshotPlan}
 * plans the as-of dates.
 */
package dev.churn.domain.feature;
