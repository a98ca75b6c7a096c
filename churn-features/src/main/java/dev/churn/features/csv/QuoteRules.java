package dev.churn.features.csv;

import java.util.Arrays;

/**
 * Which bytes of a CSV text part fields and records, as a table of states. A quote opens a field
 * only at its beginning, after optional blanks; within, two quotes mean one, and a quote closes the
 * field if nothing but blanks lies between it and the end of the field: any other quote is itself.
 * All bytes that matter are ASCII, so that UTF-8 needs no decoding.
 */
final class QuoteRules {
  /** At the beginning of a field. */
  static final int START = 0;

  /** In a field without quotes. */
  static final int PLAIN = 1;

  /** Between quotes. */
  static final int QUOTED = 2;

  /** After a quote that may close the field. */
  static final int CLOSING = 3;

  /** After such a quote and blanks. */
  static final int CLOSED = 4;

  private static final int CLASSES = 5;
  // classes of bytes; all others are of class 0
  private static final int BLANK = 1;
  private static final int QUOTE = 2;
  private static final int DELIMITER = 3;
  private static final int SEPARATOR = 4;

  // by state and by class of the byte: other, blank, quote, delimiter, separator
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
   * @param separator of records: the line feed, or the carriage return in a file that uses only it
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
