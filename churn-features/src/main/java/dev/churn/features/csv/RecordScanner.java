package dev.churn.features.csv;

import dev.churn.features.util.Bytes;

/**
 * Finds where the last whole record of a buffer ends, and counts lines. Eight bytes at a time as
 * long as no quote is seen, byte by byte from the last record on once one is.
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

  /** Begins anew, at the beginning of a record. */
  void start(long firstLine) {
    scanned = 0;
    recordEnd = 0;
    state = QuoteRules.START;
    line = firstLine;
    lineAtEnd = firstLine;
    quotes = false;
  }

  /**
   * Goes on to index {@code to}, with the bytes before as they were.
   *
   * @return false at a NUL byte, of which {@link #line} then tells the line
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

  /** {@return false, and changes nothing, if there is a quote or a NUL} */
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

  /** {@return where the last whole record ends; 0 if none does} */
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

  /** {@return whether what was scanned ends between quotes} */
  boolean inQuotes() {
    return quotes && state == QuoteRules.QUOTED;
  }

  /** {@return the line on which the last quote was opened} */
  long quoteLine() {
    return quoteLine;
  }

  /** {@return whether there is a quote} */
  boolean hasQuotes() {
    return quotes;
  }
}
