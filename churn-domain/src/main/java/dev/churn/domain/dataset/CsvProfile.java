package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/**
 * What the validation of an uploaded file found.
 *
 * @param rowCount all rows of the file, the header not counted
 * @param rejectedRowCount how many of them were left out
 * @param rejected the first {@value #MAX_REJECTED} of those, by line
 * @param warnings what is odd but usable, in sentences
 * @param firstDay the first day among the valid rows
 * @param lastDay the last day among the valid rows
 * @param eventTypes how many distinct event types the valid rows name
 */
public record CsvProfile(
    long rowCount,
    long rejectedRowCount,
    List<RejectedRow> rejected,
    List<String> warnings,
    LocalDate firstDay,
    LocalDate lastDay,
    int eventTypes) {
  /** How many rejected rows are kept. */
  public static final int MAX_REJECTED = 100;

  public CsvProfile {
    rejected = List.copyOf(rejected);
    warnings = List.copyOf(warnings);
    requireNonNull(firstDay, "firstDay");
    requireNonNull(lastDay, "lastDay");
    if (rejectedRowCount < 0 || rejectedRowCount >= rowCount) {
      throw new IllegalArgumentException(
          "expected a valid row, found %d rejected of %d".formatted(rejectedRowCount, rowCount));
    }
  }
}
