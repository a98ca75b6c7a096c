package dev.churn.features.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.features.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a text, as they come from the reader.
 *
 * @param rows each as its line and its values, joined by {@code |}
 * @param misfits each as its line and the reason
 */
record ReadRows(List<String> rows, List<String> misfits, long count, RowFindings findings) {
  static final int ONE_BLOCK = 1 << 20;

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
            rows.add(
                line
                    + ": "
                    + Stream.of(Column.values())
                        .map(c -> new String(row.bytes(), row.from(c), row.to(c) - row.from(c), UTF_8))
                        .collect(Collectors.joining("|")));
          }

          @Override
          public void row(long line, String[] values) {
            rows.add(line + ": " + String.join("|", values));
          }

          @Override
          public void misfit(long line, String reason) {
            misfits.add(line + ": " + reason);
          }
        };
    try (SourceStream source = SourceStream.open(Fixture.text(text))) {
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
