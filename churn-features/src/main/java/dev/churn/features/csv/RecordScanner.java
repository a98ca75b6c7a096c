package dev.churn.features.csv;

import dev.churn.features.util.Bytes;

/**
 * Finds the end of the last whole record in a buffer and counts lines. It reads eight bytes at a
 * time until it finds a quote, and from that record on byte by byte.
 */
final class RecordScanner {
  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
  private static final long ONES = 0x0101010101010101L;

  private final QuoteRules rules;
  private int scanned;
  private int state;
  private int recordEnd;
  private long line;
  private long lineAtEnd;
  private long quoteLine;
  private boolean quotes;

  RecordScanner(QuoteRules rules) {
    this.rules = rules;
  }

  /** Resets the scanner to the start of a record. */
  void start(long firstLine) {
    scanned = 0;
    recordEnd = 0;
    state = QuoteRules.START;
    line = firstLine;
    lineAtEnd = firstLine;
    quotes = false;
  }

  /**
   * Scans up to index {@code to}; the bytes before it must not have changed.
   *
   * @return false if there is a NUL byte; {@link #line} is then its line
   */
  boolean scan(byte[] bytes, int to) {
    if (!quotes) {
      if (scanPlain(bytes, to)) {
        return true;
      }
      quotes = true;
      scanned = recordEnd;
      line = lineAtEnd;
    }
    return scanQuoted(bytes, to);
  }

  /** {@return false, without any change, if there is a quote or a NUL byte} */
  private boolean scanPlain(byte[] bytes, int to) {
    byte separator = rules.separator();
    long separators = separator * ONES;
    long lines = 0;
    int at = scanned;
    for (; at + 8 <= to; at += 8) {
      long word = Bytes.word(bytes, at);
      if ((zeroBytes(word ^ ('"' * ONES)) | zeroBytes(word)) != 0) {
        return false;
      }
      lines += Long.bitCount(zeroBytes(word ^ separators));
    }
    for (; at < to; at++) {
      if (bytes[at] == '"' || bytes[at] == 0) {
        return false;
      }
      lines += bytes[at] == separator ? 1 : 0;
    }
    if (lines > 0) {
      int end = to;
      while (bytes[end - 1] != separator) {
        end--;
      }
      recordEnd = end;
      lineAtEnd = line + lines;
    }
    line += lines;
    scanned = to;
    return true;
  }

  /** {@return the highest bit of each byte that is zero} */
  private static long zeroBytes(long word) {
    return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
  }

  private boolean scanQuoted(byte[] bytes, int to) {
    byte separator = rules.separator();
    int now = state;
    for (int i = scanned; i < to; i++) {
      byte b = bytes[i];
      int next = rules.next(now, b);
      if (next == QuoteRules.QUOTED && now == QuoteRules.START) {
        quoteLine = line;
      }
      now = next;
      if (b == separator) {
        line++;
        if (now == QuoteRules.START) {
          recordEnd = i + 1;
          lineAtEnd = line;
        }
      } else if (b == 0) {
        return false;
      }
    }
    state = now;
    scanned = to;
    return true;
  }

  /** {@return the end of the last whole record; 0 if there is none} */
  int recordEnd() {
    return recordEnd;
  }

  /** {@return the line that begins at {@link #recordEnd}} */
  long lineAtRecordEnd() {
    return lineAtEnd;
  }

  /** {@return the line of the last byte scanned} */
  long line() {
    return line;
  }

  /** {@return whether the scanned bytes end inside quotes} */
  boolean inQuotes() {
    return quotes && state == QuoteRules.QUOTED;
  }

  /** {@return the line of the last opening quote} */
  long quoteLine() {
    return quoteLine;
  }

  /** {@return whether there is any quote} */
  boolean hasQuotes() {
    return quotes;
  }
}
