package dev.churn.domain.dataset;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an uploaded file is to be read.
 *
 * @param hasChurnLabel whether the file brings its labels in a {@code churn_label} column
 * @param asOf the last day that is known completely; empty means the day of the last event
 * @param dateFormat a {@link java.time.format.DateTimeFormatter} pattern; empty means ISO-8601
 * @param activityEventTypes the event types that count as activity; empty means those of the
 *     organization
 * @param columns our column name to the file's, for headers that no alias covers
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

  /** {@return a file with the usual column names, ISO dates and no labels} */
  public static UploadOptions defaults() {
    return new UploadOptions(false, Optional.empty(), Optional.empty(), Set.of(), Map.of());
  }
}
