package dev.churn.features.csv;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.features.util.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;

/** Validates rows: valid rows go to a sink, others are rejected. Used by one thread. */
public final class RowCheck implements RowConsumer {
  /** Maximum number of characters of a customer id or an event type. */
  static final int MAX_NAME = 256;

  public static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);

  private static final int FIRST = Math.toIntExact(FIRST_DAY.toEpochDay());
  private static final int BAD_LABEL = -2;

  private final RowSink sink;
  private final Rejects rejects = new Rejects();
  private final DateReader dates;
  private final Names types = new Names();
  private final LocalDate uploadDay;
  private final int lastDay;

  public RowCheck(UploadOptions options, LocalDate uploadDay, RowSink sink) {
    this.sink = sink;
    this.dates = DateReader.of(options.dateFormat());
    this.uploadDay = uploadDay;
    this.lastDay = Math.toIntExact(uploadDay.toEpochDay());
  }

  @Override
  public void row(long line, RowCutter row) {
    if (!isTaken(row)) {
      String[] values = new String[Column.values().length];
      for (Column column : Column.values()) {
        int from = row.from(column);
        int length = row.to(column) - from;
        values[column.ordinal()] =
            Text.trim(new String(row.bytes(), from, length, StandardCharsets.UTF_8));
      }
      row(line, values);
    }
  }

  /**
   * Accepts a row in the usual form without decoding its text; returns false if the row needs the
   * full check.
   */
  private boolean isTaken(RowCutter row) {
    byte[] bytes = row.bytes();
    int from = row.from(Column.CUSTOMER_ID);
    int to = row.to(Column.CUSTOMER_ID);
    if (from == to || to - from > MAX_NAME || !Bytes.areAscii(bytes, from, to)) {
      return false;
    }
    int day = dates.day(bytes, row.from(Column.EVENT_DATE), row.to(Column.EVENT_DATE));
    if (day < FIRST || day > lastDay) {
      return false;
    }
    double amount = Double.NaN;
    int number = row.from(Column.AMOUNT);
    if (number < row.to(Column.AMOUNT)) {
      amount = DoubleParser.parse(bytes, number, row.to(Column.AMOUNT));
      if (!(Math.abs(amount) <= DoubleParser.MAX_AMOUNT)) {
        return false;
      }
    }
    String type = types.name(bytes, row.from(Column.EVENT_TYPE), row.to(Column.EVENT_TYPE));
    if (type.length() > MAX_NAME) {
      return false;
    }
    int label = RowSink.NO_LABEL;
    int mark = row.from(Column.CHURN_LABEL);
    if (mark < row.to(Column.CHURN_LABEL)) {
      label = bytes[mark] - '0';
      if (row.to(Column.CHURN_LABEL) - mark > 1 || (label != 0 && label != 1)) {
        return false;
      }
    }
    sink.row(bytes, from, to, day, amount, type.isEmpty() ? null : type, label);
    return true;
  }

  @Override
  public void misfit(long line, String reason) {
    rejects.add(line, "row", reason);
  }

  @Override
  public void row(long line, String[] values) {
    String customer = values[Column.CUSTOMER_ID.ordinal()];
    if (customer.isEmpty()) {
      rejects.add(line, Column.CUSTOMER_ID.id(), "expected a customer id, found none");
      return;
    }
    if (customer.length() > MAX_NAME) {
      rejects.add(line, Column.CUSTOMER_ID.id(), tooLong(customer));
      return;
    }
    if (customer.indexOf('\uFFFD') >= 0) {
      rejects.add(
          line, Column.CUSTOMER_ID.id(), "expected text in UTF-8, found " + Text.quoted(customer));
      return;
    }
    String date = values[Column.EVENT_DATE.ordinal()];
    int day = dates.day(date);
    if (day < FIRST || day > lastDay) {
      rejects.add(line, Column.EVENT_DATE.id(), dateProblem(date, day));
      return;
    }
    String number = values[Column.AMOUNT.ordinal()];
    double amount = Double.NaN;
    if (!number.isEmpty()) {
      amount = DoubleParser.parse(number);
      if (!(Math.abs(amount) <= DoubleParser.MAX_AMOUNT)) {
        rejects.add(line, Column.AMOUNT.id(), amountProblem(number, amount));
        return;
      }
    }
    String type = values[Column.EVENT_TYPE.ordinal()];
    if (type.length() > MAX_NAME) {
      rejects.add(line, Column.EVENT_TYPE.id(), tooLong(type));
      return;
    }
    String text = values[Column.CHURN_LABEL.ordinal()];
    int label = text.isEmpty() ? RowSink.NO_LABEL : label(text);
    if (label == BAD_LABEL) {
      rejects.add(
          line,
          Column.CHURN_LABEL.id(),
          "expected 0, 1, true, false, yes, no or nothing, found " + Text.quoted(text));
      return;
    }
    byte[] id = customer.getBytes(StandardCharsets.UTF_8);
    sink.row(id, 0, id.length, day, amount, type.isEmpty() ? null : type, label);
  }

  private String dateProblem(String date, int day) {
    if (date.isEmpty()) {
      return "expected " + dates.expected() + ", found nothing";
    }
    if (day == DateReader.FILLER) {
      return DateReader.fillerProblem(date);
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

  Rejects rejects() {
    return rejects;
  }
}
