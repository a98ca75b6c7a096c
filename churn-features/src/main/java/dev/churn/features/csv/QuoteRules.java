package dev.churn.features.csv;

import java.util.Arrays;

/**
 * The rules by which bytes of a CSV text separate fields and records, as a state table. A quote
 * opens a field only at the start of the field, after optional blanks. Inside a quoted field, two
 * quotes mean one, and a quote closes the field if only blanks follow it up to the end of the
 * field; any other quote is a literal quote. All significant bytes are ASCII, so UTF-8 need not be
 * decoded.
 */
final class QuoteRules {
  /** At the start of a field. */
  static final int START = 0;

  /** In an unquoted field. */
  static final int PLAIN = 1;

  /** Inside quotes. */
  static final int QUOTED = 2;

  /** After a quote that may close the field. */
  static final int CLOSING = 3;

  /** After a quote that may close the field and at least one blank. */
  static final int CLOSED = 4;

  private static final int CLASSES = 5;
  // byte classes; all other bytes are of class 0
  private static final int BLANK = 1;
  private static final int QUOTE = 2;
  private static final int DELIMITER = 3;
  private static final int SEPARATOR = 4;

  // rows by state, columns by byte class: other, blank, quote, delimiter, separator
  private static final byte[] NEXT = {
    PLAIN, START, QUOTED, START, START, // after START
    PLAIN, PLAIN, PLAIN, START, START, // after PLAIN
    QUOTED, QUOTED, CLOSING, QUOTED, QUOTED, // after QUOTED
    QUOTED, CLOSED, QUOTED, START, START, // after CLOSING
    QUOTED, CLOSED, CLOSING, START, START, // after CLOSED
  };

  private final byte delimiter;
  private final byte separator;
  private final byte[] classes = new byte[256];

  /**
   * @param separator record separator: the line feed, or the carriage return in a file that uses
   *     only it
   */
  QuoteRules(byte delimiter, byte separator) {
    this.delimiter = delimiter;
    this.separator = separator;
    Arrays.fill(classes, 0, ' ' + 1, (byte) BLANK);
    classes['"'] = QUOTE;
    classes[delimiter] = DELIMITER;
    classes[separator] = SEPARATOR;
  }

  /** {@return the state after a byte} */
  int next(int state, byte b) {
    return NEXT[state * CLASSES + classes[b & 0xFF]];
  }

  boolean isBlank(byte b) {
    return classes[b & 0xFF] == BLANK;
  }

  byte delimiter() {
    return delimiter;
  }

  byte separator() {
    return separator;
  }
}
