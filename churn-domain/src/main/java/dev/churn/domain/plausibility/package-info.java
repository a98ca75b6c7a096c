/**
 * Checks whether the data of a file is as expected: like the file before, complete up to its last
 * day, and in line with its own past. The thresholds let growth, seasons and ordinary fluctuation
 * pass. Start at {@link dev.churn.domain.plausibility.FileComparison} for files, or at {@link
 * dev.churn.domain.plausibility.TrainingPlausibility} for trained models.
 */
package dev.churn.domain.plausibility;
