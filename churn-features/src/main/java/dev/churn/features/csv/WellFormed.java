package dev.churn.features.csv;

import java.util.Arrays;

/**
 * Rewrites whole records so that their quotes are well-formed: by {@link QuoteRules}, quotes within
 * quoted fields doubled, no blanks around the quotes, no blank lines. Whatever people write, the
 * parser then parts records exactly where blocks and lines are counted to. Columns that nobody asks
 * for become empty, since the parser, where it skips a column, misreads an empty pair of quotes.
 * For one thread.
 */
final class WellFormed {
  private final QuoteRules rules;
  private final boolean[] wanted;
  private byte[] out = new byte[0];
  private int length;
  private int[] lines = new int[1024];
  private int records;

  /**
   * @param wanted the columns to keep, by their place
   */
  WellFormed(QuoteRules rules, boolean[] wanted) {
    this.rules = rules;
    this.wanted = wanted.clone();
  }

  /** Takes whole records; the last byte ends the last of them. */
  void read(byte[] bytes, int to) {
    if (out.length < 2 * to + 1) { // each byte gives two at most
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
                  rules.delimiter(); // or else the parser would take it for a blank line
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
   * Appends a byte of a field, if it is one, and returns where the quote is that may close it.
   *
   * @param state before the byte
   * @param next after it
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

  /** Appends a quote that does not close its field, and what came after it up to {@code to}. */
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

  /** {@return on which line a record begins, counted from 0} */
  int line(int record) {
    return lines[record];
  }
}
