package dev.churn.http.route;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Passes CSV text in UTF-8 on, with an apostrophe before each cell that a spreadsheet would run as
 * a formula, after which it shows the cell as text. Such a cell begins, after blanks and quotes,
 * with {@code = + - @}, a tab or a carriage return, or with the full-width form of one of the
 * signs. Decimal numbers such as {@code -1.5E3} are left as they are. Since spreadsheets of many
 * countries split at semicolons, and all of them at line ends, a cell also begins after these
 * within quotes. Used by one thread.
 */
final class SpreadsheetCells extends OutputStream {
  /** Digits and signs of the longest number that is looked at. */
  private static final int LONGEST_NUMBER = 64;

  private final OutputStream out;
  private final byte[] cell = new byte[LONGEST_NUMBER];
  private int length;
  private State state = State.BEGIN;

  /** Where in a cell the next byte is. */
  private enum State {
    /** Nothing but blanks and quotes so far. */
    BEGIN,
    /** The first byte of a full-width sign may have been read, and is kept back. */
    WIDE,
    /** All that has been read, and is kept back, may be a number with a sign. */
    NUMBER,
    /** It is known whether the cell is a formula. */
    REST
  }

  /**
   * Creates the filter.
   *
   * @param out is flushed, not closed
   */
  SpreadsheetCells(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    var text = new ByteArrayOutputStream(count + LONGEST_NUMBER);
    for (int i = from; i < from + count; i++) {
      accept(bytes[i], text);
    }
    text.writeTo(out);
  }

  private void accept(byte b, ByteArrayOutputStream text) {
    switch (state) {
      case BEGIN -> begin(b, text);
      case WIDE -> wide(b, text);
      case NUMBER -> number(b, text);
      case REST -> rest(b, text);
    }
  }

  private void begin(byte b, ByteArrayOutputStream text) {
    switch (b) {
      case ' ', '"', ',', ';', '\n' -> text.write(b);
      case '=', '@', '\t', '\r' -> {
        text.write('\'');
        rest(b, text);
      }
      case '+', '-' -> keep(b, State.NUMBER);
      case (byte) 0xEF -> keep(b, State.WIDE);
      default -> rest(b, text);
    }
  }

  private void keep(byte b, State next) {
    cell[length++] = b;
    state = next;
  }

  private void wide(byte b, ByteArrayOutputStream text) {
    if (length == 1 && b == (byte) 0xBC) {
      keep(b, State.WIDE);
      return;
    }
    boolean isSign =
        length == 2
            && switch (b) { // U+FF0B, U+FF0D, U+FF1D, U+FF20
              case (byte) 0x8B, (byte) 0x8D, (byte) 0x9D, (byte) 0xA0 -> true;
              default -> false;
            };
    release(isSign, text);
    rest(b, text);
  }

  private void number(byte b, ByteArrayOutputStream text) {
    boolean ends = b == ',' || b == ';' || b == '\n' || b == '\r' || b == '"';
    if (!ends && length < LONGEST_NUMBER && isOfNumbers(b)) {
      keep(b, State.NUMBER);
      return;
    }
    release(!ends || !isNumber(), text);
    rest(b, text);
  }

  private static boolean isOfNumbers(byte b) {
    return (b >= '0' && b <= '9') || b == '.' || b == 'e' || b == 'E' || b == '+' || b == '-';
  }

  /** Passes on what was kept back. */
  private void release(boolean isFormula, ByteArrayOutputStream text) {
    if (isFormula) {
      text.write('\'');
    }
    text.write(cell, 0, length);
    length = 0;
  }

  private void rest(byte b, ByteArrayOutputStream text) {
    text.write(b);
    state = b == ',' || b == ';' || b == '\t' || b == '\n' || b == '\r' ? State.BEGIN : State.REST;
  }

  /**
   * {@return whether what was kept back is a sign, digits, and perhaps decimals and an exponent}
   */
  private boolean isNumber() {
    int digits = digits(1);
    int at = digits;
    if (at < length && cell[at] == '.') {
      at = digits(at + 1);
      digits = at - 1; // a digit before or behind the point
    }
    if (digits < 2) {
      return false;
    }
    if (at < length && (cell[at] == 'e' || cell[at] == 'E')) {
      int sign = at + 1 < length && (cell[at + 1] == '+' || cell[at + 1] == '-') ? 1 : 0;
      int end = digits(at + 1 + sign);
      return end == length && end > at + 1 + sign;
    }
    return at == length;
  }

  private int digits(int from) {
    int at = from;
    while (at < length && cell[at] >= '0' && cell[at] <= '9') {
      at++;
    }
    return at;
  }

  /** Passes on what was kept back at the end of the text. */
  void end() throws IOException {
    if (length > 0) {
      var text = new ByteArrayOutputStream(LONGEST_NUMBER + 1);
      release(state == State.NUMBER && !isNumber(), text);
      text.writeTo(out);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
