package dev.churn.features.csv;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.UploadOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The head of a CSV file: its delimiter and record separator, the positions of the known columns,
 * and the bytes that were read after the header.
 */
final class CsvHead {
  private static final int MAX_HEADER = 1 << 20;
  private static final byte[] DELIMITERS = {',', ';', '\t', '|'};

  private final QuoteRules rules;
  private final ColumnMap columns;
  private final long firstLine;
  private final byte[] rest;

  private CsvHead(QuoteRules rules, ColumnMap columns, long firstLine, byte[] rest) {
    this.rules = rules;
    this.columns = columns;
    this.firstLine = firstLine;
    this.rest = rest;
  }

  /**
   * {@return the head of the file}
   *
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the file is not CSV text or
   *     lacks a column, {@link ErrorCode#INVALID_INPUT} if the options name unknown columns
   */
  static CsvHead read(SourceStream source, UploadOptions options) {
    byte[] bytes = new byte[MAX_HEADER];
    bytes = Arrays.copyOf(bytes, source.read(bytes, 0, MAX_HEADER));
    int from = startOfText(bytes);
    byte separator = separator(bytes, from);
    long line = source.firstLine();
    while (from < bytes.length && bytes[from] <= ' ' && bytes[from] >= 0 && bytes[from] != '\t') {
      line += bytes[from] == separator ? 1 : 0;
      from++;
    }
    if (from == bytes.length) {
      throw unusable("Expected a header line and rows, found an empty file");
    }
    CsvHead best = null;
    int matches = -1;
    for (byte delimiter : DELIMITERS) {
      var rules = new QuoteRules(delimiter, separator);
      int to = endOfRecord(bytes, from, rules);
      List<String> names = names(bytes, from, to, rules);
      int found = (int) Stream.of(Column.values()).filter(c -> named(c, names)).count();
      // if no column is known, the delimiter that gives the most columns makes the best error
      // message
      int score = found * CsvRecords.MAX_COLUMNS + names.size();
      if (score > matches) {
        matches = score;
        var columns = new ColumnMap(names, options.columns());
        byte[] rest = to < bytes.length ? Arrays.copyOfRange(bytes, to, bytes.length) : new byte[0];
        best = new CsvHead(rules, columns, line + lines(bytes, from, to, separator), rest);
      }
    }
    Objects.requireNonNull(best).columns().require(options.hasChurnLabel());
    return best;
  }

  private static boolean named(Column column, List<String> names) {
    return names.stream().anyMatch(name -> column.isNamed(name) || column.isCalled(name));
  }

  /** {@return the position after a byte order mark} */
  private static int startOfText(byte[] bytes) {
    boolean mark =
        bytes.length > 2
            && (bytes[0] & 0xFF) == 0xEF
            && (bytes[1] & 0xFF) == 0xBB
            && (bytes[2] & 0xFF) == 0xBF;
    return mark ? 3 : 0;
  }

  /**
   * {@return the record separator} If the first line ends in a lone carriage return, the whole file
   * uses it.
   */
  private static byte separator(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return '\n';
      }
      if (bytes[i] == '\r') {
        return (byte) (i + 1 < bytes.length && bytes[i + 1] != '\n' ? '\r' : '\n');
      }
    }
    return '\n';
  }

  private static int endOfRecord(byte[] bytes, int from, QuoteRules rules) {
    int state = QuoteRules.START;
    for (int i = from; i < bytes.length; i++) {
      state = rules.next(state, bytes[i]);
      if (bytes[i] == rules.separator() && state == QuoteRules.START) {
        return i + 1;
      }
    }
    return bytes.length;
  }

  private static long lines(byte[] bytes, int from, int to, byte separator) {
    long lines = 0;
    for (int i = from; i < to; i++) {
      lines += bytes[i] == separator ? 1 : 0;
    }
    return lines;
  }

  private static List<String> names(byte[] bytes, int from, int to, QuoteRules rules) {
    var all = new boolean[CsvRecords.MAX_COLUMNS];
    Arrays.fill(all, true);
    var record = new WellFormed(rules, all);
    byte[] ended = Arrays.copyOfRange(bytes, from, to + 1);
    ended[to - from] = rules.separator();
    record.read(ended, ended.length);
    String text = new String(record.bytes(), 0, record.length(), StandardCharsets.UTF_8);
    if (text.chars().filter(c -> c == rules.delimiter()).count() >= CsvRecords.MAX_COLUMNS) {
      throw unusable(
          "Expected a header of fewer than %d columns, found more"
              .formatted(CsvRecords.MAX_COLUMNS));
    }
    var records = CsvRecords.ofUpload(rules);
    records.begin(new ByteArrayInputStream(record.bytes(), 0, record.length()));
    return records.next()
        ? Stream.of(records.values()).map(name -> name == null ? "" : Text.trim(name)).toList()
        : List.of();
  }

  private static ChurnException unusable(String message) {
    return new ChurnException(ErrorCode.UNPROCESSABLE, message);
  }

  QuoteRules rules() {
    return rules;
  }

  ColumnMap columns() {
    return columns;
  }

  /** {@return the line number after the header} */
  long firstLine() {
    return firstLine;
  }

  /** {@return the bytes of rows that were already read; not copied} */
  byte[] rest() {
    return rest;
  }
}
