package dev.churn.features.csv;

import java.util.Arrays;

/**
 * Rewrites whole records so that their quotes are well-formed by {@link QuoteRules}: quotes inside
 * quoted fields are doubled, blanks around the quotes and blank lines are removed. The parser then
 * splits the records exactly where this module splits blocks and counts lines. Unneeded columns
 * become empty, because the parser misreads an empty pair of quotes in a column that it skips. Used
 * by one thread.
 */
final class WellFormed {
  private final QuoteRules rules;
  private final boolean[] wanted;
  private byte[] out = new byte[0];
  private int length;
  private int[] lines = new int[1024];
  private int records;

  /**
   * @param wanted whether to keep the column at each position
   */
  WellFormed(QuoteRules rules, boolean[] wanted) {
    this.rules = rules;
    this.wanted = wanted.clone();
  }

  /** Reads whole records; the last byte ends the last record. */
  void read(byte[] bytes, int to) {
    if (out.length < 2 * to + 1) { // each byte becomes at most two
      out = new byte[2 * to + 1];
    }
    length = 0;
    records = 0;
    int line = 0;
    int recordStart = 0;
    int recordLine = 0;
    boolean blank = true;
    int column = 0;
    int held = 0; // index of a quote that may close its field
    int state = QuoteRules.START;
    for (int i = 0; i < to; i++) {
      byte b = bytes[i];
      int next = rules.next(state, b);
      boolean fieldEnds = next == QuoteRules.START && (state != next || !rules.isBlank(b));
      if (column < wanted.length && wanted[column]) {
        held = append(bytes, i, state, next, held);
      }
      blank &= next == QuoteRules.START && b != rules.delimiter();
      state = next;
      if (b == rules.separator()) {
        line++;
      }
      if (fieldEnds) {
        column++;
        if (b == rules.delimiter()) {
          out[length++] = b;
        } else {
          if (!blank) {
            if (length == recordStart) {
              out[length++] =
                  rules.delimiter(); // otherwise the parser would skip it as a blank line
            }
            out[length++] = b;
            addRecord(recordLine);
          }
          recordStart = length;
          recordLine = line;
          blank = true;
          column = 0;
        }
      }
    }
  }

  /**
   * Appends a byte if it belongs to a field, and returns the index of the quote that may close the
   * field.
   *
   * @param state state before the byte
   * @param next state after the byte
   */
  private int append(byte[] bytes, int at, int state, int next, int held) {
    boolean within = next != QuoteRules.START;
    switch (state) {
      case QuoteRules.START, QuoteRules.PLAIN -> {
        if (within) {
          out[length++] = bytes[at];
        }
        return held;
      }
      case QuoteRules.QUOTED -> {
        if (next == QuoteRules.CLOSING) {
          return at;
        }
        out[length++] = bytes[at];
        return held;
      }
      case QuoteRules.CLOSING -> {
        if (!within) {
          out[length++] = '"';
        } else if (next == QuoteRules.QUOTED) { // a pair, or one that does not close the field
          appendHeld(bytes, held, bytes[at] == '"' ? held + 1 : at + 1);
        }
        return held;
      }
      default -> { // CLOSED
        if (!within) {
          out[length++] = '"';
          return held;
        }
        if (next == QuoteRules.QUOTED) {
          appendHeld(bytes, held, at + 1);
        } else if (next == QuoteRules.CLOSING) {
          appendHeld(bytes, held, at);
          return at;
        }
        return held;
      }
    }
  }

  /** Appends a quote that did not close its field and the bytes after it up to {@code to}. */
  private void appendHeld(byte[] bytes, int held, int to) {
    out[length++] = '"';
    out[length++] = '"';
    System.arraycopy(bytes, held + 1, out, length, to - held - 1);
    length += to - held - 1;
  }

  private void addRecord(int line) {
    if (records == lines.length) {
      lines = Arrays.copyOf(lines, 2 * records);
    }
    lines[records++] = line;
  }

  byte[] bytes() {
    return out;
  }

  int length() {
    return length;
  }

  /** {@return the line on which a record begins, counted from 0} */
  int line(int record) {
    return lines[record];
  }
}
