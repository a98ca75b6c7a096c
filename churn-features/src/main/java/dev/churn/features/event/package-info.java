/**
 * From rows to events: rows are validated, files are profiled, and single events are read by the
 * same code.
 *
 * <p>{@link dev.churn.features.event.FileProfile} reads a file for the first time and finds its
 * conventions; {@link dev.churn.features.event.CsvScan} reads it with them.
 */
package dev.churn.features.event;
