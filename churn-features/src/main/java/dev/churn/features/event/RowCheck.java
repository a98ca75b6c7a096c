package dev.churn.features.event;

import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.features.csv.Column;
import dev.churn.features.csv.RowConsumer;
import dev.churn.features.csv.RowCutter;
import dev.churn.features.csv.RowFindings;
import dev.churn.features.date.DateEvidence;
import dev.churn.features.date.DateReader;
import dev.churn.features.util.Bytes;
import dev.churn.features.util.DoubleParser;
import dev.churn.features.util.NumberMark;
import dev.churn.features.util.Text;
import dev.churn.features.value.AmountEvidence;
import dev.churn.features.value.AmountReader;
import dev.churn.features.value.CurrencyCounts;
import dev.churn.features.value.CustomerIds;
import dev.churn.features.value.IdEvidence;
import dev.churn.features.value.LabelReader;
import dev.churn.features.value.MissingValues;
import dev.churn.features.value.Names;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Validates rows. A row with a customer and a day goes to a sink, without an optional value that
 * cannot be read; other rows are rejected. Used by one thread.
 */
public final class RowCheck implements RowConsumer {
  private static final int FIRST = Math.toIntExact(DateReader.FIRST_DAY.toEpochDay());

  private final RowSink sink;
  private final Rejects rejects = new Rejects();
  private final Problems unread = new Problems();
  private final IdEvidence idEvidence = new IdEvidence();
  private RowFindings.Count halves = RowFindings.Count.NONE;
  private final MissingValues missing;
  private final CustomerIds ids;
  private final DateReader dates;
  private final DateEvidence failedDates;
  private final AmountReader amounts;
  private final CurrencyCounts currencies = new CurrencyCounts();
  private final AmountReader numbers = new AmountReader(DecimalSeparator.POINT); // no evidence
  private final LabelReader labels;
  private final Names types;
  private final boolean product;
  private final LocalDate uploadDay;
  private final int lastDay;

  /**
   * @param product whether the amount of a row is its quantity times its unit price
   */
  public RowCheck(UploadOptions options, LocalDate uploadDay, boolean product, RowSink sink) {
    FileConventions conventions = options.conventions();
    this.sink = sink;
    this.missing = MissingValues.of(conventions.missingValues());
    this.ids = new CustomerIds(conventions.decimalIds());
    this.dates = DateReader.of(options.dateFormat(), conventions.timeZone(), uploadDay);
    this.failedDates = new DateEvidence(conventions.timeZone(), uploadDay);
    this.amounts = new AmountReader(conventions.decimalSeparator().orElse(DecimalSeparator.POINT));
    this.labels = new LabelReader(conventions.churnLabels());
    this.types = new Names(missing);
    this.product = product;
    this.uploadDay = uploadDay;
    this.lastDay = Math.toIntExact(uploadDay.toEpochDay());
  }

  @Override
  public void misfit(long line, String expected, String found) {
    rejects.addRow(line, expected, found);
  }

  @Override
  public void row(long line, RowCutter row) {
    if (!isTaken(row)) {
      row(line, row.texts());
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
    if (from == to
        || to - from > Names.MAX_LENGTH
        || !Bytes.arePrintable(bytes, from, to)
        || CustomerIds.isSuspect(bytes, from, to)
        || row.isMarked(Column.CUSTOMER_ID)
        || missing.contains(bytes, from, to)) {
      return false;
    }
    int day = dates.day(bytes, row.from(Column.EVENT_DATE), row.to(Column.EVENT_DATE));
    if (day < FIRST || day > lastDay) {
      return false;
    }
    String type = types.name(bytes, row.from(Column.EVENT_TYPE), row.to(Column.EVENT_TYPE));
    if (type == null) {
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
    double amount = Double.NaN;
    int number = row.from(Column.AMOUNT);
    if (number < row.to(Column.AMOUNT)) {
      AmountReader reader = row.isMarked(Column.AMOUNT) ? numbers : amounts;
      amount = reader.read(bytes, number, row.to(Column.AMOUNT));
      if (!(Math.abs(amount) <= DoubleParser.MAX_AMOUNT)) {
        return false;
      }
      int currency = row.from(Column.CURRENCY);
      if (currency < row.to(Column.CURRENCY)
          && !missing.contains(bytes, currency, row.to(Column.CURRENCY))) {
        currencies.add(bytes, currency, row.to(Column.CURRENCY));
      }
    } else if (product) {
      return false;
    }
    sink.row(bytes, from, to, day, amount, type.isEmpty() ? null : type, label);
    return true;
  }

  @Override
  public void row(long line, String[] values) {
    String customer = customer(line, values[Column.CUSTOMER_ID.ordinal()]);
    if (customer.isEmpty()) {
      return;
    }
    String date = NumberMark.without(values[Column.EVENT_DATE.ordinal()]);
    int day = missing.contains(date) ? DateReader.NONE : dates.day(date);
    if (day < FIRST || day > lastDay) {
      rejectDate(line, date, day);
      return;
    }
    if (product) {
      addHalf(line, values);
    }
    double amount = product ? product(line, values) : amount(line, Column.AMOUNT, values);
    String type = type(line, NumberMark.without(values[Column.EVENT_TYPE.ordinal()]));
    int label = label(line, NumberMark.without(values[Column.CHURN_LABEL.ordinal()]));
    String currency = NumberMark.without(values[Column.CURRENCY.ordinal()]);
    if (!Double.isNaN(amount) && !missing.contains(currency)) {
      currencies.add(currency);
    }
    byte[] id = customer.getBytes(StandardCharsets.UTF_8);
    sink.row(id, 0, id.length, day, amount, type.isEmpty() ? null : type, label);
  }

  /** Counts a row that has either a quantity or a price, and so no amount. */
  private void addHalf(long line, String[] values) {
    if (missing.contains(values[Column.QUANTITY.ordinal()])
        != missing.contains(values[Column.UNIT_PRICE.ordinal()])) {
      halves = halves.plusRowOn(line);
    }
  }

  /** {@return the customer; empty if the row has none and is rejected} */
  private String customer(long line, String value) {
    String text = NumberMark.without(value);
    String id = ids.mended(text);
    String problem = null;
    if (missing.contains(id)) {
      problem =
          text.isEmpty()
              ? "expected a customer id"
              : "expected a customer id and no word for a missing value";
    } else if (id.length() > Names.MAX_LENGTH) {
      problem = Names.tooLong("a customer id");
    } else if (id.indexOf('\uFFFD') >= 0) {
      problem = Names.UNREADABLE;
    } else if (Text.hasControl(id)) {
      problem = "expected a customer id without control characters";
    }
    if (NumberMark.isOn(value) && text.indexOf('.') < 0) {
      idEvidence.addRounded(line, text);
    } else if (!id.equals(text) || CustomerIds.isSuspect(text)) {
      idEvidence.add(line, text, id);
    }
    if (problem != null) {
      rejects.add(line, Column.CUSTOMER_ID.id(), problem, text);
      return "";
    }
    return id;
  }

  private void rejectDate(long line, String date, int day) {
    String expected;
    if (day == DateReader.FILLER) {
      expected = DateReader.FILLER_PROBLEM;
    } else if (day == DateReader.NONE) {
      if (!missing.contains(date)) {
        failedDates.add(line, date);
      }
      expected = "expected " + dates.expected();
    } else if (day < FIRST) {
      expected = "expected %s or later".formatted(DateReader.FIRST_DAY);
    } else {
      expected = "expected the day of the upload, %s, or earlier".formatted(uploadDay);
    }
    rejects.add(line, Column.EVENT_DATE.id(), expected, date);
  }

  /** {@return the amount, NaN if the row has none or it cannot be read} */
  private double amount(long line, Column column, String[] values) {
    String value = values[column.ordinal()];
    String text = NumberMark.without(value);
    if (missing.contains(text)) {
      return Double.NaN;
    }
    double amount = (NumberMark.isOn(value) ? numbers : amounts).read(line, text);
    if (Double.isNaN(amount)) {
      unread.add(line, column.id(), "expected a number such as 12.50 or 1,250.00", text);
    } else if (Math.abs(amount) > DoubleParser.MAX_AMOUNT) {
      unread.add(line, column.id(), "expected an amount between -1e12 and 1e12", text);
      return Double.NaN;
    }
    return amount;
  }

  /** {@return quantity times unit price; NaN if one is missing or unread, or if it is too large} */
  private double product(long line, String[] values) {
    double amount = amount(line, Column.QUANTITY, values) * amount(line, Column.UNIT_PRICE, values);
    if (Math.abs(amount) > DoubleParser.MAX_AMOUNT) {
      String factors =
          NumberMark.without(values[Column.QUANTITY.ordinal()])
              + " × "
              + NumberMark.without(values[Column.UNIT_PRICE.ordinal()]);
      unread.add(line, Column.UNIT_PRICE.id(), EventFields.PRODUCT_TOO_LARGE, factors);
      return Double.NaN;
    }
    return amount;
  }

  /** {@return the event type, empty if the row has none or it cannot be read} */
  private String type(long line, String text) {
    if (missing.contains(text)) {
      return "";
    }
    String problem = Names.problem(text);
    if (problem != null) {
      unread.add(line, Column.EVENT_TYPE.id(), problem, text);
      return "";
    }
    return text;
  }

  private int label(long line, String text) {
    if (missing.contains(text)) {
      return RowSink.NO_LABEL;
    }
    int label = labels.label(text);
    if (label == LabelReader.UNREADABLE) {
      unread.add(
          line,
          Column.CHURN_LABEL.id(),
          "expected 1, true, yes or churned, or 0, false, no or stayed",
          text);
      return RowSink.NO_LABEL;
    }
    return label;
  }

  /** Tells the sink that there are no more rows. */
  void end() {
    sink.end();
  }

  public Rejects rejects() {
    return rejects;
  }

  /** {@return the values that could not be read, of rows that were kept} */
  Problems unread() {
    return unread;
  }

  /** {@return the rows with either a quantity or a price, where the amount is their product} */
  RowFindings.Count halves() {
    return halves;
  }

  AmountEvidence amounts() {
    return amounts.evidence();
  }

  /** {@return how many amounts have which currency in the column of currencies} */
  CurrencyCounts currencies() {
    return currencies;
  }

  /** {@return what the dates say that cannot be read in the format of the file} */
  DateEvidence failedDates() {
    return failedDates;
  }

  /** {@return what the ids that were not in the usual form say} */
  IdEvidence ids() {
    return idEvidence;
  }
}
