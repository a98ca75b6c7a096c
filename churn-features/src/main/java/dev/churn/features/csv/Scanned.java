package dev.churn.features.csv;

import dev.churn.domain.dataset.RejectedRow;
import java.util.List;

/**
 * The result of a pass over a file.
 *
 * @param rows number of all rows
 * @param unread the values that could not be read, of rows that were kept
 * @param amounts what the amounts say about the decimal separator
 * @param ids what the ids that were not in the usual form say
 */
public record Scanned(
    ColumnMap columns,
    long rows,
    Rejects rejects,
    Problems unread,
    AmountEvidence amounts,
    IdEvidence ids) {
  private static final double LARGEST_UNREAD_DAYS = 0.02;

  static Scanned of(ColumnMap columns, long rows, List<RowCheck> checks) {
    var rejects = new Rejects();
    var unread = new Problems();
    var amounts = new AmountEvidence();
    var ids = new IdEvidence();
    for (RowCheck check : checks) {
      rejects.add(check.rejects());
      unread.add(check.unread());
      amounts.add(check.amounts());
      ids.add(check.ids());
    }
    return new Scanned(columns, rows, rejects, unread, amounts, ids);
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

  /**
   * {@return whether so many rows are rejected for their days that these may be in another format
   * than the others}
   */
  boolean hasManyUnreadDays() {
    return rejects.problems().total(Column.EVENT_DATE) > LARGEST_UNREAD_DAYS * rows;
  }

  boolean has(Column column) {
    return columns.index(column) >= 0;
  }
}
