package dev.churn.features.event;

import dev.churn.domain.dataset.RejectedRow;
import dev.churn.features.csv.Column;
import dev.churn.features.csv.ColumnMap;
import dev.churn.features.csv.CsvHead;
import dev.churn.features.csv.RowFindings;
import dev.churn.features.csv.RowReader;
import dev.churn.features.date.DateEvidence;
import dev.churn.features.source.Findings;
import dev.churn.features.value.AmountEvidence;
import dev.churn.features.value.CurrencyCounts;
import dev.churn.features.value.IdEvidence;
import java.util.List;
import java.util.Optional;

/**
 * The result of a pass over a file.
 *
 * @param rows number of all rows
 * @param unread the values that could not be read, of rows that were kept
 * @param amounts what the amounts say about the decimal separator
 * @param currencies the currencies of the amounts in the column of currencies
 * @param halves the rows with either a quantity or a price, where the amount is their product
 * @param failedDates what the dates say that cannot be read in the format of the file
 * @param ids what the ids that were not in the usual form say
 * @param oddities what is odd about rows that were read nevertheless
 * @param source what was found out about the file before its rows were split
 * @param skipped a sentence about lines before the header, if there are any
 */
public record Scanned(
    ColumnMap columns,
    long rows,
    Rejects rejects,
    Problems unread,
    AmountEvidence amounts,
    CurrencyCounts currencies,
    RowFindings.Count halves,
    DateEvidence failedDates,
    IdEvidence ids,
    RowFindings oddities,
    Findings source,
    Optional<String> skipped) {
  static Scanned of(CsvHead head, List<RowReader> readers, List<RowCheck> checks, Findings source) {
    long rows = source.misfits().count();
    RowFindings oddities = RowFindings.none();
    for (RowReader reader : readers) {
      rows += reader.rows();
      oddities = oddities.plus(reader.findings());
    }
    var rejects = new Rejects();
    rejects.add(source.misfits());
    var unread = new Problems();
    var amounts = new AmountEvidence();
    var currencies = new CurrencyCounts();
    DateEvidence dates = checks.get(0).failedDates();
    var ids = new IdEvidence();
    RowFindings.Count halves = RowFindings.Count.NONE;
    for (RowCheck check : checks) {
      rejects.add(check.rejects());
      unread.add(check.unread());
      amounts.add(check.amounts());
      currencies.add(check.currencies());
      ids.add(check.ids());
      halves = halves.plus(check.halves());
      if (check != checks.get(0)) {
        dates.add(check.failedDates());
      }
    }
    return new Scanned(
        head.columns(),
        rows,
        rejects,
        unread,
        amounts,
        currencies,
        halves,
        dates,
        ids,
        source.isGenerated() ? oddities.withoutShortRows() : oddities,
        source,
        head.skipped());
  }

  /** {@return the first rejected rows, by line} */
  public List<RejectedRow> rejected() {
    return rejects.first();
  }

  public long rejectedRows() {
    return rejects.total();
  }

  /** {@return the number of rows that are kept} */
  long events() {
    return rows - rejects.total();
  }

  boolean has(Column column) {
    return columns.index(column) >= 0;
  }
}
