package dev.churn.features.table;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.IsoDays;
import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.features.csv.BlockReader;
import dev.churn.features.util.DoubleParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads feature tables. */
public final class TableReader {
  private static final int CHECK_EVERY = 1 << 13;

  private final Set<LocalDate> days;
  private final LocalDate earliest;
  private double[] values = {};
  private int outcomes;
  private String lastDay = "";
  private LocalDate lastAsOf;

  /** Creates a reader of all rows. */
  public TableReader() {
    this.days = Set.of();
    this.earliest = LocalDate.MIN;
  }

  /**
   * Creates a reader of the rows of some as-of dates.
   *
   * @param days at least one
   */
  public TableReader(Set<LocalDate> days) {
    this.days = Set.copyOf(days);
    this.earliest = Collections.min(days);
  }

  /**
   * Reads the rows of a table, up to the last of the as-of dates. One of an earlier version has
   * only the eight features; the further ones are then 0. It may also lack the days to the next
   * activity, which are then unknown.
   *
   * @return the number of rows that the consumer received
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the table has other features,
   *     {@link ErrorCode#CORRUPT} if it is not a feature table, {@link ErrorCode#UNAVAILABLE} if
   *     the stream fails
   */
  public long read(InputStream table, FeatureRowConsumer consumer) {
    var records = CsvRecords.ofTable(TableFormat.MAX_COLUMNS, BlockReader.MAX_RECORD);
    long row = 0;
    long count = 0;
    try {
      records.begin(table);
      Optional<String[]> header = records.next() ? Optional.of(records.values()) : Optional.empty();
      List<String> features = features(header);
      if (!features.equals(FeatureNames.eight())) {
        FeatureNames.requireKnown("The feature table", features, "process the dataset again");
      }
      values = new double[features.size()];
      outcomes = TableFormat.outcomes(List.of(header.orElseThrow()));
      while (records.next()) {
        row++;
        if (row % CHECK_EVERY == 0) {
          Interrupts.check("Reading the feature table");
        }
        String[] cells = records.values();
        requireColumns(cells, row);
        LocalDate asOf = asOf(cells[1], row);
        if (asOf.isBefore(earliest)) {
          break; // the rows are ordered by snapshot, the latest first
        }
        if (days.isEmpty() || days.contains(asOf)) {
          read(cells, asOf, row, consumer);
          count++;
        }
      }
    } catch (CsvRecords.Unreadable e) {
      throw unreadable(e, row);
    } finally {
      records.stop();
    }
    return count;
  }

  private static List<String> features(Optional<String[]> header) {
    return header
        .flatMap(cells -> TableFormat.features(List.of(replaceNulls(cells))))
        .orElseThrow(() -> corrupt("the header " + TableFormat.header(0), "another", 0, null));
  }

  private static String[] replaceNulls(String[] cells) {
    return Arrays.stream(cells).map(cell -> cell == null ? "" : cell).toArray(String[]::new);
  }

  private void requireColumns(String[] cells, long row) {
    int columns = TableFormat.labelPlace(values.length) + outcomes;
    if (cells.length != columns) {
      throw corrupt(columns + " columns", cells.length + "", row, null);
    }
  }

  private void read(String[] cells, LocalDate asOf, long row, FeatureRowConsumer consumer) {
    int place = TableFormat.labelPlace(values.length);
    FeatureVector features;
    int next = NextActivity.UNKNOWN;
    String label;
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = DoubleParser.parse(cells[i + 2] == null ? "" : cells[i + 2]);
      }
      features = FeatureVector.of(values);
      label = cells[place];
      if (outcomes > 1 && label != null && !label.equals(TableFormat.LEFT)) {
        next = cells[place + 1] == null ? NextActivity.NONE : days(cells[place + 1]);
      }
    } catch (IllegalArgumentException e) {
      throw unreadable(e, row);
    }
    if (cells[0] == null || (label != null && !isLabel(label))) {
      throw corrupt("a customer, and 0, 1, left or nothing as label", "others", row, null);
    }
    consumer.accept(
        cells[0], asOf, features, Optional.ofNullable(label).map(l -> !l.equals("0")), next);
  }

  private static boolean isLabel(String text) {
    return text.equals("0") || text.equals("1") || text.equals(TableFormat.LEFT);
  }

  private static int days(String text) {
    int days = Integer.parseInt(text);
    if (days < 1) {
      throw new IllegalArgumentException("%d days to the next activity".formatted(days));
    }
    return days;
  }

  private LocalDate asOf(String text, long row) {
    if (!lastDay.equals(text)) {
      int day = text == null ? IsoDays.NONE : IsoDays.epochDay(text);
      if (day == IsoDays.NONE) {
        throw unreadable(new IllegalArgumentException("the day " + text), row);
      }
      lastAsOf = LocalDate.ofEpochDay(day);
      lastDay = text;
    }
    return lastAsOf;
  }

  private static ChurnException unreadable(IllegalArgumentException e, long row) {
    return corrupt("a day and finite numbers", e.getMessage(), row, e);
  }

  private static ChurnException unreadable(CsvRecords.Unreadable e, long row) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return new ChurnException(
            ErrorCode.UNAVAILABLE, "The feature table cannot be read: " + cause.getMessage(), e);
      }
      if (cause instanceof UncheckedIOException unchecked) {
        return unreadable(e, row, unchecked);
      }
    }
    return corrupt("rows of a feature table", "unreadable text", row + 1, e);
  }

  private static ChurnException unreadable(
      CsvRecords.Unreadable e, long row, UncheckedIOException cause) {
    return new ChurnException(
        ErrorCode.UNAVAILABLE,
        "The feature table cannot be read after row %d: %s".formatted(row, cause.getMessage()),
        e);
  }

  private static ChurnException corrupt(String expected, String found, long row, Exception cause) {
    return new ChurnException(
        ErrorCode.CORRUPT,
        "Not a feature table: expected %s, found %s, in row %d".formatted(expected, found, row),
        cause);
  }
}
