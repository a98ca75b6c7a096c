package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options for reading an uploaded file.
 *
 * @param hasChurnLabel whether the file contains labels in a {@code churn_label} column
 * @param asOf the last day whose events are complete; empty means the day of the last event
 * @param dateFormat a {@link java.time.format.DateTimeFormatter} pattern, or one of the named
 *     formats; empty means that the format is found from the whole file
 * @param activityEventTypes the event types that count as activity; empty means those of the
 *     organization
 * @param columns maps this system's column names to those of the file, for headers that no alias
 *     covers; {@code #3} means the third column, and {@code none} that there is no such column
 * @param conventions how the file writes its texts, numbers and days
 */
public record UploadOptions(
    boolean hasChurnLabel,
    Optional<LocalDate> asOf,
    Optional<String> dateFormat,
    Set<String> activityEventTypes,
    Map<String, String> columns,
    FileConventions conventions) {
  public UploadOptions {
    activityEventTypes = Set.copyOf(activityEventTypes);
    columns = Map.copyOf(columns);
    requireNonNull(conventions, "conventions");
  }

  /** Creates options that leave the conventions of the file open. */
  public UploadOptions(
      boolean hasChurnLabel,
      Optional<LocalDate> asOf,
      Optional<String> dateFormat,
      Set<String> activityEventTypes,
      Map<String, String> columns) {
    this(hasChurnLabel, asOf, dateFormat, activityEventTypes, columns, FileConventions.defaults());
  }

  /** {@return the options for a file with the usual column names, ISO dates and no labels} */
  public static UploadOptions defaults() {
    return new UploadOptions(false, Optional.empty(), Optional.empty(), Set.of(), Map.of());
  }

  public UploadOptions with(FileConventions newConventions) {
    return new UploadOptions(
        hasChurnLabel, asOf, dateFormat, activityEventTypes, columns, newConventions);
  }

  /** {@return a copy that reads instants in a time zone} */
  public UploadOptions in(ZoneId timeZone) {
    return with(conventions.withTimeZone(timeZone));
  }

  /** {@return a copy with other event types that count as activity} */
  public UploadOptions counting(Set<String> types) {
    return new UploadOptions(hasChurnLabel, asOf, dateFormat, types, columns, conventions);
  }

  public UploadOptions withDateFormat(String format) {
    return new UploadOptions(
        hasChurnLabel, asOf, Optional.of(format), activityEventTypes, columns, conventions);
  }

  public UploadOptions withAsOf(LocalDate day) {
    return new UploadOptions(
        hasChurnLabel, Optional.of(day), dateFormat, activityEventTypes, columns, conventions);
  }

  public UploadOptions withColumns(Map<String, String> newColumns) {
    return new UploadOptions(
        hasChurnLabel, asOf, dateFormat, activityEventTypes, newColumns, conventions);
  }
}
