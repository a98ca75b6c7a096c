package dev.churn.features.csv;

import dev.churn.features.util.NumberMark;
import dev.churn.features.util.Text;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Splits blocks into rows and has them checked. A row with more fields than the header is a misfit.
 * Used by one thread.
 */
public final class RowReader {
  private static final int SHOWN_FIELDS = 8;

  private final RowConsumer consumer;
  private final RowCutter cutter;
  private final FieldLexer lexer;
  private final int[] indexes;
  private final int known; // position behind the last known column
  private final int width;
  private final boolean marksNumbers;
  private final String delimiterName;
  private final String[] values = new String[Column.values().length];
  private long rows;
  private RowFindings.Count unclosedQuotes = RowFindings.Count.NONE;
  private RowFindings.Count oddQuotes = RowFindings.Count.NONE;
  private RowFindings.Count shortRows = RowFindings.Count.NONE;

  /**
   * @param label whether the label column is needed
   */
  public RowReader(CsvHead head, boolean label, RowConsumer consumer) {
    this.consumer = consumer;
    this.indexes =
        Arrays.stream(Column.values())
            .mapToInt(c -> c != Column.CHURN_LABEL || label ? head.columns().index(c) : -1)
            .toArray();
    this.known = IntStream.of(indexes).max().orElseThrow() + 1;
    this.width = head.width();
    this.marksNumbers = head.marksNumbers();
    this.delimiterName = nameOf(head.delimiter());
    this.cutter = new RowCutter(head.delimiter(), indexes, head.marksNumbers());
    this.lexer = new FieldLexer(head.delimiter());
  }

  /** Reads all rows of a block. */
  public void read(Block block) {
    for (int part = 0; part < block.parts(); part++) {
      switch (block.reading(part)) {
        case NO_QUOTES ->
            readLines(block.bytes, block.start(part), block.end(part), block.line(part));
        case MISFIT -> {
          int start = block.start(part);
          misfit(block.line(part), block.bytes, start, stop(block.bytes, start, block.end(part)));
        }
        default -> readRecord(block, part);
      }
    }
  }

  private void readLines(byte[] bytes, int from, int to, long firstLine) {
    cutter.start(bytes, from, to);
    while (cutter.next()) {
      long line = firstLine + cutter.line();
      if (cutter.fields() > width && isWide(bytes)) {
        misfit(line, bytes, cutter.start(), cutter.stop());
        continue;
      }
      if (cutter.fields() < known) {
        shortRows = shortRows.plusRowOn(line);
      }
      consumer.row(line, cutter);
      rows++;
    }
  }

  private boolean isWide(byte[] bytes) {
    lexer.split(bytes, cutter.start(), cutter.stop(), Reading.LITERAL);
    return lexer.filled() > width;
  }

  private void readRecord(Block block, int part) {
    long line = block.line(part);
    int start = block.start(part);
    Reading reading = block.reading(part);
    lexer.split(block.bytes, start, stop(block.bytes, start, block.end(part)), reading);
    if (reading == Reading.UNCLOSED) {
      unclosedQuotes = unclosedQuotes.plusRowOn(line);
    } else if (reading != Reading.STANDARD) {
      oddQuotes = oddQuotes.plusRowOn(line);
    }
    if (lexer.count() < known) {
      shortRows = shortRows.plusRowOn(line);
    }
    rows++;
    if (cutter.take(block.bytes, lexer)) {
      consumer.row(line, cutter);
    } else {
      for (int column = 0; column < values.length; column++) {
        values[column] = indexes[column] < 0 ? "" : value(indexes[column]);
      }
      consumer.row(line, values);
    }
  }

  private String value(int field) {
    String value = lexer.value(field);
    return marksNumbers && lexer.isMarked(field) ? NumberMark.on(value) : value;
  }

  /** {@return where the line end at the end of a record begins} */
  private static int stop(byte[] bytes, int start, int end) {
    int stop = end - 1;
    return stop > start && bytes[stop] == '\n' && bytes[stop - 1] == '\r' ? stop - 1 : stop;
  }

  private void misfit(long line, byte[] bytes, int from, int to) {
    lexer.split(bytes, from, to, Reading.UNCLOSED);
    String shown =
        IntStream.range(0, Math.min(SHOWN_FIELDS, lexer.filled()))
            .mapToObj(i -> Text.quoted(lexer.value(i)))
            .collect(Collectors.joining(", "));
    rows++;
    consumer.misfit(
        line,
        "expected %d fields as in the header".formatted(width),
        "%d: %s%s; is there a %s or a quote in a value?"
            .formatted(
                lexer.filled(), shown, lexer.filled() > SHOWN_FIELDS ? ", …" : "", delimiterName));
  }

  private static String nameOf(byte delimiter) {
    return switch (delimiter) {
      case ',' -> "comma";
      case ';' -> "semicolon";
      case '\t' -> "tab";
      default -> "'" + (char) delimiter + "'";
    };
  }

  /** {@return the number of rows read, rejected ones and misfits included} */
  public long rows() {
    return rows;
  }

  /** {@return what is odd about the rows read so far, misfits aside} */
  public RowFindings findings() {
    return new RowFindings(unclosedQuotes, oddQuotes, shortRows);
  }
}
