package dev.churn.domain.exchange;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a table in ARFF, one row at a time, so that the table may exceed memory. Store the text as
 * UTF-8. Weka documents the format: <a
 * href="https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/">ARFF</a>. Not safe
 * for use by several threads.
 */
public final class ArffWriter implements AutoCloseable {
  // Weka parses dates in the time zone of its machine unless the format contains one.
  private static final String DATE_FORMAT = "yyyy-MM-dd'T'HH:mm:ss.SSSX";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  /** A column of the table. */
  public sealed interface Column {
    /** A numeric column; cells are {@link Double}. */
    record Numeric(String name) implements Column {}

    /** A text column; cells are {@link String}. */
    record Text(String name) implements Column {}

    /** A timestamp column with millisecond precision; cells are {@link Instant}. */
    record Date(String name) implements Column {}

    /** A column with a fixed set of distinct, nonempty values; cells are {@link String}. */
    record Nominal(String name, List<String> values) implements Column {
      public Nominal {
        values = List.copyOf(values);
        if (values.isEmpty() || Set.copyOf(values).size() < values.size()) {
          throw new IllegalArgumentException("Expected different values, found " + values);
        }
      }
    }

    String name();
  }

  private final Writer out;
  private final List<Column> columns;

  /**
   * Creates a writer and writes the header.
   *
   * @throws IllegalArgumentException if there is no column, or if two columns have the same name
   * @throws UncheckedIOException if {@code out} fails; this applies to all methods
   */
  public ArffWriter(Writer out, String relation, List<Column> columns) {
    this.out = requireNonNull(out, "out");
    this.columns = List.copyOf(columns);
    Set<String> names = new HashSet<>();
    for (Column column : this.columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("Expected different names, found " + column.name());
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("Expected at least one column");
    }
    write("@relation " + quoted(relation) + "\n\n");
    for (Column column : this.columns) {
      write("@attribute " + quoted(column.name()) + " " + type(column) + "\n");
    }
    write("\n@data\n");
  }

  /**
   * Writes a row.
   *
   * @param cells one cell for each column, of the column's type; null and NaN are missing values
   */
  public void row(List<?> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "Expected " + columns.size() + " cells, found " + cells.size());
    }
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : ",").append(cell(columns.get(i), cells.get(i)));
    }
    write(line.append('\n').toString());
  }

  /** Flushes the text but does not close the underlying writer, which belongs to the caller. */
  @Override
  public void close() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write ARFF", e);
    }
  }

  private static String type(Column column) {
    if (column instanceof Column.Nominal nominal) {
      return "{"
          + String.join(",", nominal.values().stream().map(ArffWriter::quoted).toList())
          + "}";
    }
    if (column instanceof Column.Date) {
      return "date " + quoted(DATE_FORMAT);
    }
    return column instanceof Column.Text ? "string" : "numeric";
  }

  private static String cell(Column column, Object cell) {
    if (cell == null) {
      return "?";
    }
    if (column instanceof Column.Numeric) {
      double number = (Double) cell;
      return Double.isNaN(number) ? "?" : number(number);
    }
    if (column instanceof Column.Date) {
      return quoted(DATE.format((Instant) cell));
    }
    String text = (String) cell;
    if (column instanceof Column.Nominal nominal && !nominal.values().contains(text)) {
      throw new IllegalArgumentException(
          "Column " + nominal.name() + ": expected one of " + nominal.values() + ", found another");
    }
    return quoted(text);
  }

  private static String number(double number) {
    if (Double.isInfinite(number)) {
      throw new IllegalArgumentException("Expected a finite number, found " + number);
    }
    // Omit the ".0" of whole numbers, which make up most of a table.
    return number == Math.rint(number) && Math.abs(number) < 1e15 && !isNegativeZero(number)
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static boolean isNegativeZero(double number) {
    return number == 0 && 1 / number < 0;
  }

  /** Quotes text always, because an unquoted question mark means a missing value. */
  private static String quoted(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('\'');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\'' -> quoted.append("\\'");
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '%' -> quoted.append("\\%");
        default -> quoted.append(c);
      }
    }
    return quoted.append('\'').toString();
  }

  private void write(String text) {
    try {
      out.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not write ARFF", e);
    }
  }
}
