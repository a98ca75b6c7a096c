package dev.churn.domain.usecase.scoring;

import dev.churn.domain.exchange.DoubleFormatter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes rows of CSV by RFC 4180 in UTF-8, with line feeds. Numbers are written as Java does,
 * without making texts of them. For one thread.
 */
final class CsvRows {
  private static final int FULL = 1 << 16;
  private static final int ROOM = 1 << 10; // for more than the numbers of a row

  private final OutputStream out;
  private byte[] bytes = new byte[FULL + 2 * ROOM];
  private int size;

  CsvRows(OutputStream out) {
    this.out = out;
  }

  void comma() {
    put(',');
  }

  /** Ends a row. */
  void endRow() throws IOException {
    put('\n');
    if (size >= FULL) {
      flush();
    }
  }

  /** Writes everything that was added. */
  void flush() throws IOException {
    out.write(bytes, 0, size);
    size = 0;
  }

  /** Adds bytes as they are. */
  void plain(byte[] text) {
    reserve(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  /** Adds a finite number as {@link Double#toString(double)} shows it. */
  void number(double value) {
    reserve(DoubleFormatter.MAX_LENGTH);
    size = DoubleFormatter.write(value, bytes, size);
  }

  void number(int value) {
    if (value >= 0 && value < 10) {
      put('0' + value);
    } else {
      plain(bytes(Integer.toString(value)));
    }
  }

  /** Adds a number of four decimals, given in ten thousandths from 0 to 10,000. */
  void fourDecimals(int value) {
    put('0' + value / 10_000);
    put('.');
    put('0' + value / 1000 % 10);
    put('0' + value / 100 % 10);
    put('0' + value / 10 % 10);
    put('0' + value % 10);
  }

  /** Adds a text, in quotes if it needs them. */
  void text(String text) {
    plain(bytes(needsQuotes(text) ? '"' + text.replace("\"", "\"\"") + '"' : text));
  }

  /**
   * Returns whether a text needs quotes; leading and trailing blanks count, because many readers
   * trim unquoted text.
   */
  private static boolean needsQuotes(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' || c == '"' || c < ' ') {
        return true;
      }
    }
    return !text.equals(text.strip());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void put(int character) {
    reserve(1);
    bytes[size++] = (byte) character;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
