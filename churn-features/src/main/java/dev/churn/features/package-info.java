/**
 * Turns CSV files of events, and the events of one customer, into the eight features of a customer
 * on a day. Threads read blocks of whole records side by side and add every row to a small state
 * per customer, whole numbers only, so that neither order nor split of the events ever shows in a
 * result. Start at {@link dev.churn.features.RfmFeatures}, the one public class.
 */
package dev.churn.features;
