package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/**
 * The result of validating an uploaded file.
 *
 * @param rowCount the number of rows in the file, without the header
 * @param rejectedRowCount the number of rejected rows
 * @param rejected the first {@value #MAX_REJECTED} rejected rows, by line
 * @param warnings sentences about what is unusual but usable
 * @param firstDay the first day among the valid rows
 * @param lastDay the last day among the valid rows
 * @param eventTypes the number of distinct event types in the valid rows
 * @param counts the numbers of valid events; {@link EventCounts#unknown} for files that were
 *     uploaded before they were counted
 * @param report what happened to rows and values; {@link ReadingReport#empty} for older files
 */
public record CsvProfile(
    long rowCount,
    long rejectedRowCount,
    List<RejectedRow> rejected,
    List<String> warnings,
    LocalDate firstDay,
    LocalDate lastDay,
    int eventTypes,
    EventCounts counts,
    ReadingReport report) {
  /** The maximum number of rejected rows that are kept. */
  public static final int MAX_REJECTED = 100;

  public CsvProfile {
    rejected = List.copyOf(rejected);
    warnings = List.copyOf(warnings);
    requireNonNull(firstDay, "firstDay");
    requireNonNull(lastDay, "lastDay");
    requireNonNull(counts, "counts");
    requireNonNull(report, "report");
    if (rejectedRowCount < 0 || rejectedRowCount >= rowCount) {
      throw new IllegalArgumentException(
          "expected a valid row, found %d rejected of %d".formatted(rejectedRowCount, rowCount));
    }
  }

  /** Creates a profile without counts of events. */
  public CsvProfile(
      long rowCount,
      long rejectedRowCount,
      List<RejectedRow> rejected,
      List<String> warnings,
      LocalDate firstDay,
      LocalDate lastDay,
      int eventTypes) {
    this(
        rowCount,
        rejectedRowCount,
        rejected,
        warnings,
        firstDay,
        lastDay,
        eventTypes,
        EventCounts.unknown(),
        ReadingReport.empty());
  }

  /** {@return the number of valid rows} */
  public long events() {
    return rowCount - rejectedRowCount;
  }
}
