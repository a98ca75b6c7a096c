/**
 * Computes the eight features of a customer as of a day, from CSV files of events or from the
 * events of one customer. {@link dev.churn.features.RfmFeatures} is the entry point, and the only
 * public class that other modules see. The subpackages read files, hold the state of each customer,
 * and write tables.
 */
package dev.churn.features;
