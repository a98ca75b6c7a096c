package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Splits blocks into rows and has them checked. It splits blocks without quotes, the usual case, in
 * place; the parser reads the others. Used by one thread.
 */
final class RowReader {
  private final RowConsumer consumer;
  private final RowCheck check;
  private final RowCutter cutter;
  private final WellFormed wellFormed;
  private final CsvRecords records;
  private final Column[] selected;
  private final String[] values = new String[Column.values().length];
  private long rows;

  /**
   * @param label whether the label column is needed
   */
  RowReader(CsvHead head, boolean label, RowConsumer consumer) {
    this.consumer = consumer;
    this.check = consumer instanceof RowCheck c ? c : null;
    this.selected =
        Arrays.stream(Column.values())
            .filter(c -> c != Column.CHURN_LABEL || label)
            .filter(c -> head.columns().index(c) >= 0)
            .toArray(Column[]::new);
    int[] indexes = new int[Column.values().length];
    Arrays.fill(indexes, -1);
    for (Column column : selected) {
      indexes[column.ordinal()] = head.columns().index(column);
    }
    this.cutter = new RowCutter(head.rules(), indexes);
    this.wellFormed = new WellFormed(head.rules(), wanted(indexes));
    this.records =
        CsvRecords.ofUpload(
            head.rules(),
            Arrays.stream(selected).map(c -> indexes[c.ordinal()]).toArray(Integer[]::new));
  }

  private static boolean[] wanted(int[] indexes) {
    var wanted = new boolean[IntStream.of(indexes).max().orElseThrow() + 1];
    IntStream.of(indexes).filter(index -> index >= 0).forEach(index -> wanted[index] = true);
    return wanted;
  }

  /** Reads all rows of a block. */
  void read(Block block) {
    if (block.quotes) {
      readQuoted(block);
    } else {
      readPlain(block);
    }
  }

  private void readPlain(Block block) {
    cutter.start(block.bytes, block.length);
    while (cutter.next()) {
      long line = block.firstLine + cutter.line();
      if (cutter.isWiderThan(CsvRecords.MAX_COLUMNS)) {
        throw tooWide(line, null);
      }
      if (check != null) {
        check.row(line, cutter);
      } else {
        consumer.row(line, cutter);
      }
      rows++;
    }
  }

  private void readQuoted(Block block) {
    wellFormed.read(block.bytes, block.length);
    int record = 0;
    try {
      records.begin(new ByteArrayInputStream(wellFormed.bytes(), 0, wellFormed.length()));
      while (records.next()) {
        String[] row = records.values();
        Arrays.fill(values, "");
        for (int i = 0; i < selected.length; i++) {
          values[selected[i].ordinal()] = row[i] == null ? "" : Text.trim(row[i]);
        }
        consumer.row(block.firstLine + wellFormed.line(record), values);
        record++;
      }
    } catch (CsvRecords.Unreadable e) {
      // the parser limits only the number of columns
      throw tooWide(block.firstLine + wellFormed.line(record), e);
    }
    rows += record;
  }

  private static ChurnException tooWide(long line, CsvRecords.Unreadable cause) {
    return new ChurnException(
        ErrorCode.UNPROCESSABLE,
        "Expected a row of at most %d columns on line %d, found one of more"
            .formatted(CsvRecords.MAX_COLUMNS, line),
        cause);
  }

  /** {@return the number of rows read, rejected ones included} */
  long rows() {
    return rows;
  }
}
