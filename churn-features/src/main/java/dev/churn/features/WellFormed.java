package dev.churn.features;

import java.util.Arrays;

/**
 * Rewrites whole records so that their quotes are well-formed: by {@link QuoteRules}, quotes within
 * quoted fields doubled, no blanks around the quotes, no blank lines. Whatever people write, the
 * parser then parts records exactly where blocks and lines are counted to. For one thread.
 */
final class WellFormed {
  private final QuoteRules rules;
  private byte[] out = new byte[0];
  private int length;
  private int[] lines = new int[1024];
  private int records;

  WellFormed(QuoteRules rules) {
    this.rules = rules;
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
    int held = 0; // index of a quote that may close its field
    int state = QuoteRules.START;
    for (int i = 0; i < to; i++) {
      byte b = bytes[i];
      int next = rules.next(state, b);
      boolean fieldEnds = next == QuoteRules.START;
      switch (state) {
        case QuoteRules.START -> {
          if (next != QuoteRules.START || b == rules.delimiter()) {
            out[length++] = b;
          }
        }
        case QuoteRules.PLAIN -> {
          if (b != rules.separator()) {
            out[length++] = b;
          }
        }
        case QuoteRules.QUOTED -> {
          if (next == QuoteRules.CLOSING) {
            held = i;
          } else {
            out[length++] = b;
          }
        }
        default -> { // CLOSING or CLOSED
          if (fieldEnds) {
            out[length++] = '"';
            if (b == rules.delimiter()) {
              out[length++] = b;
            }
          } else if (next == QuoteRules.QUOTED || (state == QuoteRules.CLOSED && b == '"')) {
            out[length++] = '"';
            out[length++] = '"';
            if (!(state == QuoteRules.CLOSING && b == '"')) { // else the two mean one
              int kept = next == QuoteRules.CLOSING ? i : i + 1;
              System.arraycopy(bytes, held + 1, out, length, kept - held - 1);
              length += kept - held - 1;
              held = i;
            }
          }
        }
      }
      state = next;
      if (b == rules.separator()) {
        line++;
        if (fieldEnds) {
          if (length > recordStart) {
            out[length++] = b;
            addRecord(recordLine);
          }
          recordStart = length;
          recordLine = line;
        }
      }
    }
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
