package dev.churn.http.view;

import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.domain.dataset.FileColumns;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.organization.TimeZones;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a file is read: what its user said, completed by what was found in the whole file.
 *
 * @param dateFormat a pattern or the name of a format
 * @param sheet empty for the first sheet of a workbook and for other files
 * @param columns headers, positions such as {@code #3}, or {@code none}, by this system's names, as
 *     sent or, in the answer to an upload, found
 * @param unusedColumns the headers that are not read; empty where they are not kept
 * @param missingValues empty for the usual words
 * @param decimalIds whether customer ids such as 17850.0 are read as 17850
 * @param asOf the last known day, where it is not the day of the last event
 */
public record ReadAsView(
    String dateFormat,
    String timeZone,
    String decimalSeparator,
    String encoding,
    Optional<String> sheet,
    Map<String, String> columns,
    Optional<List<String>> unusedColumns,
    Optional<List<String>> missingValues,
    Map<String, Boolean> churnLabelValues,
    boolean decimalIds,
    Optional<LocalDate> asOf) {
  /** The name of the format of dates that follow ISO-8601. */
  private static final String ISO = "iso";

  /** {@return how a file is read, with the columns that were named only} */
  public static ReadAsView of(UploadOptions options) {
    return of(options, Map.of(), Optional.empty());
  }

  /** {@return how a file is read that has just come} */
  public static ReadAsView of(UploadOptions options, FileColumns columns) {
    return of(options, columns.used(), Optional.of(columns.unused()));
  }

  private static ReadAsView of(
      UploadOptions options, Map<String, String> found, Optional<List<String>> unused) {
    Map<String, String> columns = new TreeMap<>(found);
    columns.putAll(options.columns());
    FileConventions conventions = options.conventions();
    return new ReadAsView(
        options.dateFormat().orElse(ISO),
        TimeZones.idOf(conventions.timeZone()),
        conventions.decimalSeparator().orElse(DecimalSeparator.POINT).sign(),
        conventions.encoding().orElse(StandardCharsets.UTF_8.name()),
        conventions.sheet(),
        columns,
        unused,
        conventions.missingValues().map(words -> words.stream().sorted().toList()),
        new TreeMap<>(conventions.churnLabels()),
        conventions.decimalIds(),
        options.asOf());
  }
}
