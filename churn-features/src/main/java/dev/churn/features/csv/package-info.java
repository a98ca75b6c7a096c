/**
 * Reads CSV files as people have them: containers, delimiters, quotes, columns, dates and numbers.
 * Several threads read blocks of whole records side by side, and rows that cannot be used are
 * reported with their line. Start at {@link dev.churn.features.csv.CsvScan}.
 */
package dev.churn.features.csv;
