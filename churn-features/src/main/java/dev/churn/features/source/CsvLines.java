package dev.churn.features.source;

import dev.churn.domain.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes rows as CSV lines in UTF-8. A row is one line: line breaks within a value become blanks,
 * so that line numbers are those of the rows.
 */
final class CsvLines {
  private final boolean wholeLines;
  private byte[] bytes = new byte[1 << 12];
  private int length;
  private String[] values = new String[16];
  private int count;

  /**
   * @param wholeLines whether a value that stands alone in its row may be a line of CSV, as when a
   *     file was opened with the wrong delimiter and saved as a workbook; it is then written as it
   *     is
   */
  CsvLines(boolean wholeLines) {
    this.wholeLines = wholeLines;
  }

  /** Sets a value of the current row; an empty one counts as none. */
  void set(int column, String value) {
    if (value.isEmpty()) {
      if (column < count) {
        values[column] = null;
      }
      return;
    }
    if (column >= values.length) {
      values = Arrays.copyOf(values, Math.max(column + 1, 2 * values.length));
    }
    values[column] = value;
    count = Math.max(count, column + 1);
  }

  /** Writes the current row, up to its last value, and begins the next one. */
  void endRow() {
    while (count > 0 && values[count - 1] == null) {
      count--;
    }
    if (wholeLines && count == 1 && hasEvenQuotes(values[0])) {
      append(values[0]);
    } else {
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          append((byte) ',');
        }
        if (values[i] != null) {
          field(values[i]);
        }
      }
    }
    Arrays.fill(values, 0, count, null);
    count = 0;
    append((byte) '\n');
  }

  /** Leaves out the current row. */
  void dropRow() {
    Arrays.fill(values, 0, count, null);
    count = 0;
  }

  void emptyLine() {
    append((byte) '\n');
  }

  private static boolean hasEvenQuotes(String value) {
    return value.chars().filter(c -> c == '"').count() % 2 == 0;
  }

  private void field(String value) {
    boolean quoted = value.indexOf(',') >= 0 || value.indexOf('"') >= 0;
    if (!quoted) {
      append(value);
      return;
    }
    append((byte) '"');
    append(value.replace("\"", "\"\""));
    append((byte) '"');
  }

  private void append(String value) {
    String line = value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 ? oneLine(value) : value;
    byte[] text = encoded(line);
    reserve(text.length);
    System.arraycopy(text, 0, bytes, length, text.length);
    length += text.length;
  }

  /** Half of a character becomes the sign for what cannot be read, not the one of a question. */
  private static byte[] encoded(String line) {
    String text =
        PlainText.hasUnpairedSurrogate(line)
            ? line.codePoints()
                .map(c -> c <= 0xFFFF && Character.isSurrogate((char) c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
            : line;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String oneLine(String value) {
    return value.replace("\r\n", " ").replace('\n', ' ').replace('\r', ' ');
  }

  private void append(byte value) {
    reserve(1);
    bytes[length++] = value;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }
}
