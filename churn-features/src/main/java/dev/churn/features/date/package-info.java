/**
 * The days of events: it finds the format in which a file writes them, and reads them in it.
 *
 * <p>{@link dev.churn.features.date.DateEvidence} finds, {@link dev.churn.features.date.DateReader}
 * reads.
 */
package dev.churn.features.date;
