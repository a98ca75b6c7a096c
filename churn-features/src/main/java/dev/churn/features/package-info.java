/**
 * Turns CSV files of events, and the events of one customer, into the eight features of a customer
 * on a day. {@link dev.churn.features.RfmFeatures} is the door, and the only public class that
 * other modules see. The packages below read files, hold the state of each customer, and write
 * tables.
 */
package dev.churn.features;
