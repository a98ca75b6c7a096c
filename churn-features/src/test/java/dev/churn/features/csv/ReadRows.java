package dev.churn.features.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.limit.ReadingLimits;
import dev.churn.features.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows of a text, as they come from the reader.
 *
 * @param rows each as its line and its values, joined by {@code |}
 * @param misfits each as its line and the reason
 */
record ReadRows(List<String> rows, List<String> misfits, long count, RowFindings findings) {
  private static final int ONE_BLOCK = 1 << 20;
  private static final List<Column> COLUMNS =
      List.of(
          Column.CUSTOMER_ID,
          Column.EVENT_DATE,
          Column.AMOUNT,
          Column.EVENT_TYPE,
          Column.CHURN_LABEL);

  static ReadRows of(String text) {
    return of(text, ONE_BLOCK);
  }

  static ReadRows of(String text, int blockSize) {
    List<String> rows = new ArrayList<>();
    List<String> misfits = new ArrayList<>();
    var collected =
        new RowConsumer() {
          @Override
          public void row(long line, RowCutter row) {
            String[] values = new String[Column.values().length];
            for (Column c : COLUMNS) {
              values[c.ordinal()] =
                  new String(row.bytes(), row.from(c), row.to(c) - row.from(c), UTF_8);
            }
            row(line, values);
          }

          @Override
          public void row(long line, String[] values) {
            rows.add(
                line
                    + ": "
                    + COLUMNS.stream()
                        .map(c -> values[c.ordinal()])
                        .collect(Collectors.joining("|")));
          }

          @Override
          public void misfit(long line, String expected, String found) {
            String reason = expected + ", found " + found;
            misfits.add(line + ": " + reason);
          }
        };
    try (SourceStream source =
        SourceStream.open(Fixture.text(text), FileConventions.defaults(), ReadingLimits.DEFAULTS)) {
      CsvHead head = CsvHead.read(source, UploadOptions.defaults());
      var reader = new RowReader(head, false, collected);
      var blocks = new BlockReader(source, head, blockSize, Progress.none());
      var block = new Block();
      while (blocks.next(block)) {
        reader.read(block);
      }
      return new ReadRows(rows, misfits, reader.rows(), reader.findings());
    }
  }
}
