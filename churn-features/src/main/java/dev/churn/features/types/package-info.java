/**
 * Chooses the event types that a feature table watches, by what they tell of churn at the training
 * snapshots.
 */
package dev.churn.features.types;
