package dev.churn.domain.dataset;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options for reading an uploaded file.
 *
 * @param hasChurnLabel whether the file contains labels in a {@code churn_label} column
 * @param asOf the last day whose events are complete; empty means the day of the last event
 * @param dateFormat a {@link java.time.format.DateTimeFormatter} pattern; empty means ISO-8601
 * @param activityEventTypes the event types that count as activity; empty means those of the
 *     organization
 * @param columns maps this system's column names to those of the file, for headers that no alias
 *     covers
 */
public record UploadOptions(
    boolean hasChurnLabel,
    Optional<LocalDate> asOf,
    Optional<String> dateFormat,
    Set<String> activityEventTypes,
    Map<String, String> columns) {
  public UploadOptions {
    activityEventTypes = Set.copyOf(activityEventTypes);
    columns = Map.copyOf(columns);
  }

  /** {@return the options for a file with the usual column names, ISO dates and no labels} */
  public static UploadOptions defaults() {
    return new UploadOptions(false, Optional.empty(), Optional.empty(), Set.of(), Map.of());
  }
}
