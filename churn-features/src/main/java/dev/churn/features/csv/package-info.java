/**
 * Reads CSV files in the forms that people use: containers, delimiters, quotes, columns, dates and
 * numbers. Several threads read blocks of whole records in parallel, and invalid rows are reported
 * with their line numbers. Start at {@link dev.churn.features.csv.CsvScan}.
 */
package dev.churn.features.csv;
