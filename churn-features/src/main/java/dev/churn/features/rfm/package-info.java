/**
 * The state of each customer and the formulas that make features of it. The state consists of whole
 * numbers that merge, so that neither order nor split of the events shows in a result. Start at
 * {@link dev.churn.features.rfm.StateLayout} for the state and at {@link
 * dev.churn.features.rfm.RfmFormulas} for the features.
 */
package dev.churn.features.rfm;
