/**
 * Features: what is known of a customer on a day. Eight numbers, computed from the customer's
 * events up to an as-of day and from nothing else; {@link dev.churn.domain.feature.SnapshotPlan}
 * says on which days they are taken, so that no label is a function of what the features saw.
 */
package dev.churn.domain.feature;
