/**
 * Splits CSV text into rows that fit their header, and finds the header and its columns. Several
 * threads read blocks of whole rows in parallel; line numbers are those of the file. Start at
 * {@link dev.churn.features.csv.RowReader}.
 */
package dev.churn.features.csv;
