package dev.churn.features.csv;

import dev.churn.domain.dataset.RejectedRow;
import dev.churn.features.source.Findings;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a pass over a file.
 *
 * @param rows number of all rows
 * @param oddities sentences about the rows as such, whatever their values
 * @param unread the values that could not be read, of rows that were kept
 * @param amounts what the amounts say about the decimal separator
 * @param failedDates what the dates say that cannot be read in the format of the file
 * @param ids what the ids that were not in the usual form say
 * @param source what was found out about the file before its rows were split
 */
public record Scanned(
    ColumnMap columns,
    long rows,
    List<String> oddities,
    Rejects rejects,
    Problems unread,
    AmountEvidence amounts,
    DateEvidence failedDates,
    IdEvidence ids,
    Findings source) {
  static Scanned of(CsvHead head, RowFindings rows, List<RowCheck> checks, Findings source) {
    List<String> oddities = new ArrayList<>(rows.sentences());
    head.skipped().ifPresent(oddities::add);
    var rejects = new Rejects();
    rejects.add(source.misfits());
    var unread = new Problems();
    var amounts = new AmountEvidence();
    DateEvidence dates = checks.get(0).failedDates();
    var ids = new IdEvidence();
    for (RowCheck check : checks) {
      rejects.add(check.rejects());
      unread.add(check.unread());
      amounts.add(check.amounts());
      ids.add(check.ids());
      if (check != checks.get(0)) {
        dates.add(check.failedDates());
      }
    }
    return new Scanned(
        head.columns(),
        rows.rows() + source.misfits().count(),
        List.copyOf(oddities),
        rejects,
        unread,
        amounts,
        dates,
        ids,
        source);
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
