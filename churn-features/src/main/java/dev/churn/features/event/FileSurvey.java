package dev.churn.features.event;

import dev.churn.domain.dataset.FileConventions;
import dev.churn.features.csv.Column;
import dev.churn.features.csv.RowConsumer;
import dev.churn.features.csv.RowCutter;
import dev.churn.features.date.DateEvidence;
import dev.churn.features.util.NumberMark;
import dev.churn.features.value.AmountEvidence;
import dev.churn.features.value.AmountText;
import dev.churn.features.value.CustomerIds;
import dev.churn.features.value.IdEvidence;
import dev.churn.features.value.MissingValues;

/**
 * Collects what the texts of rows say about the conventions of their file, whatever they are. Each
 * thread has its own; they are merged at the end.
 */
final class FileSurvey implements RowConsumer {
  private final MissingValues missing;
  private final CustomerIds asWritten = new CustomerIds(false);
  private final AmountEvidence amounts = new AmountEvidence();
  private final DateEvidence dates;
  private final IdEvidence ids = new IdEvidence();
  private final boolean isConverted;

  /**
   * @param isConverted whether the text was converted to UTF-8, so that its encoding is known
   */
  FileSurvey(FileConventions conventions, DateEvidence dates, boolean isConverted) {
    this.isConverted = isConverted;
    this.missing = MissingValues.of(conventions.missingValues());
    this.dates = dates;
  }

  @Override
  public void row(long line, RowCutter row) {
    row(line, row.texts());
  }

  @Override
  public void row(long line, String[] values) {
    String customer = NumberMark.without(values[Column.CUSTOMER_ID.ordinal()]);
    ids.add(line, customer, asWritten.mended(customer));
    ids.addEncoding(values[Column.EVENT_TYPE.ordinal()]);
    String date = NumberMark.without(values[Column.EVENT_DATE.ordinal()]);
    if (!missing.contains(date)) {
      dates.add(line, date);
    }
    addAmount(line, values[Column.AMOUNT.ordinal()]);
    addAmount(line, values[Column.QUANTITY.ordinal()]);
    addAmount(line, values[Column.UNIT_PRICE.ordinal()]);
  }

  private void addAmount(long line, String text) {
    if (!missing.contains(text) && !NumberMark.isOn(text)) { // a number tells nothing about texts
      amounts.add(line, text, AmountText.of(text));
    }
  }

  @Override
  public void misfit(long line, String expected, String found) {
    // it tells nothing
  }

  void add(FileSurvey other) {
    amounts.add(other.amounts);
    dates.add(other.dates);
    ids.add(other.ids);
  }

  AmountEvidence amounts() {
    return amounts;
  }

  DateEvidence dates() {
    return dates;
  }

  /** {@return whether the text was taken for UTF-8 and is not} */
  boolean isNotUtf8() {
    return !isConverted && ids.isNotUtf8();
  }

  IdEvidence ids() {
    return ids;
  }
}
