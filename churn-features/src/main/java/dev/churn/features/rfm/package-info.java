/**
 * The state of each customer and the formulas that compute features from it. The state consists of
 * integers that can be merged, so that neither the order nor a partition of the events affects a
 * result. Start at {@link dev.churn.features.rfm.StateLayout} for the state and at {@link
 * dev.churn.features.rfm.RfmFormulas} for the features.
 */
package dev.churn.features.rfm;
