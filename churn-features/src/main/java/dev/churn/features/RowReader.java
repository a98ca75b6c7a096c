package dev.churn.features;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Parses blocks and checks their rows: valid ones go to a sink, others are rejected. One thread.
 */
final class RowReader {
  /** How many characters a customer id or an event type may have. */
  static final int MAX_NAME = 256;

  static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

  private static final int FIRST = Math.toIntExact(FIRST_DAY.toEpochDay());
  private static final int BAD_LABEL = -2;

  private final CsvParser parser;
  private final WellFormed wellFormed;
  private final RowSink sink;
  private final Rejects rejects = new Rejects();
  private final DateReader dates;
  private final LocalDate uploadDay;
  private final int lastDay;
  // where our columns are among the selected ones, −1 if they are not there
  private final int[] places;
  private long rows;
  private Block block;
  private int record;

  RowReader(CsvHead head, UploadOptions options, LocalDate uploadDay, RowSink sink) {
    this.sink = sink;
    this.dates = DateReader.of(options.dateFormat());
    this.uploadDay = uploadDay;
    this.lastDay = Math.toIntExact(uploadDay.toEpochDay());
    Column[] present =
        Stream.of(Column.values())
            .filter(c -> c != Column.CHURN_LABEL || options.hasChurnLabel())
            .filter(c -> head.columns().index(c) >= 0)
            .toArray(Column[]::new);
    this.places = new int[Column.values().length];
    Arrays.fill(places, -1);
    for (int i = 0; i < present.length; i++) {
      places[present[i].ordinal()] = i;
    }
    Integer[] selected =
        Stream.of(present).map(c -> head.columns().index(c)).toArray(Integer[]::new);
    this.wellFormed = new WellFormed(head.rules(), wanted(selected));
    CsvParserSettings settings =
        CsvFormats.settings(head.rules().delimiter(), head.rules().separator());
    settings.selectIndexes(selected);
    this.parser = new CsvParser(settings);
  }

  private static boolean[] wanted(Integer[] columns) {
    boolean[] wanted = new boolean[Collections.max(List.of(columns)) + 1];
    for (int column : columns) {
      wanted[column] = true;
    }
    return wanted;
  }

  /** Reads all rows of a block. */
  void read(Block next) {
    block = next;
    record = 0;
    byte[] bytes = next.bytes;
    int length = next.length;
    if (next.quotes) {
      wellFormed.read(bytes, length);
      bytes = wellFormed.bytes();
      length = wellFormed.length();
    }
    try {
      parser.beginParsing(
          new InputStreamReader(
              new ByteArrayInputStream(bytes, 0, length), StandardCharsets.UTF_8));
      for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
        check(row);
        record++;
      }
    } catch (TextParsingException e) {
      // nothing but the number of columns is bounded by the parser
      throw new ChurnException(
          ErrorCode.UNPROCESSABLE,
          "Expected a row of at most %d columns on line %d, found one of more"
              .formatted(CsvFormats.MAX_COLUMNS, block.quotes ? line() : line() + 1),
          e);
    }
    rows += record;
  }

  private void check(String[] row) {
    String customer = value(row, Column.CUSTOMER_ID);
    if (customer.isEmpty()) {
      reject(Column.CUSTOMER_ID, "expected a customer id, found none");
      return;
    }
    if (customer.length() > MAX_NAME) {
      reject(Column.CUSTOMER_ID, tooLong(customer));
      return;
    }
    if (customer.indexOf('\uFFFD') >= 0) {
      reject(Column.CUSTOMER_ID, "expected text in UTF-8, found " + Text.quoted(customer));
      return;
    }
    String date = value(row, Column.EVENT_DATE);
    int day = dates.day(date);
    if (day < FIRST || day > lastDay) {
      reject(Column.EVENT_DATE, dateProblem(date, day));
      return;
    }
    String number = value(row, Column.AMOUNT);
    double amount = Double.NaN;
    if (!number.isEmpty()) {
      amount = Decimals.parse(number);
      if (!(Math.abs(amount) <= Decimals.MAX_AMOUNT)) {
        reject(Column.AMOUNT, amountProblem(number, amount));
        return;
      }
    }
    String type = value(row, Column.EVENT_TYPE);
    if (type.length() > MAX_NAME) {
      reject(Column.EVENT_TYPE, tooLong(type));
      return;
    }
    String text = value(row, Column.CHURN_LABEL);
    int label = text.isEmpty() ? RowSink.NO_LABEL : label(text);
    if (label == BAD_LABEL) {
      reject(
          Column.CHURN_LABEL,
          "expected 0, 1, true, false, yes, no or nothing, found " + Text.quoted(text));
      return;
    }
    sink.row(customer, day, amount, type.isEmpty() ? null : type, label);
  }

  private String value(String[] row, Column column) {
    int place = places[column.ordinal()];
    String value = place < 0 ? null : row[place];
    return value == null ? "" : Text.trim(value);
  }

  private String dateProblem(String date, int day) {
    if (date.isEmpty()) {
      return "expected " + dates.expected() + ", found nothing";
    }
    if (day == DateReader.NONE) {
      return "expected " + dates.expected() + ", found " + Text.quoted(date);
    }
    return day < FIRST
        ? "expected %s or later, found %s".formatted(FIRST_DAY, Text.quoted(date))
        : "expected the day of the upload, %s (UTC), or earlier, found %s"
            .formatted(uploadDay, Text.quoted(date));
  }

  private static String amountProblem(String number, double amount) {
    return Double.isNaN(amount)
        ? "expected a decimal number such as 12.50, found " + Text.quoted(number)
        : "expected an amount between -1e12 and 1e12, found " + Text.quoted(number);
  }

  private static String tooLong(String value) {
    return "expected at most %d characters, found %d: %s"
        .formatted(MAX_NAME, value.length(), Text.quoted(value));
  }

  private static int label(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "0", "0.0", "false", "no" -> 0;
      case "1", "1.0", "true", "yes" -> 1;
      default -> BAD_LABEL;
    };
  }

  private void reject(Column column, String reason) {
    rejects.add(line(), column, reason);
  }

  /** {@return the line on which the record at hand begins} */
  private long line() {
    if (block.quotes) {
      return block.firstLine + wellFormed.line(record);
    }
    // without quotes every record is one line, and the parser has just read its end
    return block.firstLine + parser.getContext().currentLine() - 1;
  }

  /** {@return how many rows there were, the rejected included} */
  long rows() {
    return rows;
  }

  Rejects rejects() {
    return rejects;
  }
}
