package dev.churn.features.csv;

import dev.churn.features.util.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits a block without quotes into rows and the fields of the known columns, eight bytes at a
 * time. All significant bytes are ASCII, so UTF-8 need not be decoded. Used by one thread.
 */
final class RowCutter {
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final byte delimiter;
  private final byte separator;
  private final int[] places; // the known column at each position of the file, −1 for none
  private final int[] froms = new int[Column.values().length];
  private final int[] tos = new int[froms.length];
  private byte[] bytes;
  private int end;
  private int start;
  private int next;
  private int line;

  /**
   * @param indexes position in the file of each known column; −1 if the file does not have it
   */
  RowCutter(QuoteRules rules, int[] indexes) {
    this.delimiter = rules.delimiter();
    this.separator = rules.separator();
    this.places = new int[Arrays.stream(indexes).max().orElseThrow() + 1];
    Arrays.fill(places, -1);
    for (int column = 0; column < indexes.length; column++) {
      if (indexes[column] >= 0) {
        places[indexes[column]] = column;
      }
    }
  }

  /** Starts with whole rows; the last byte ends the last row. */
  void start(byte[] rows, int to) {
    bytes = rows;
    end = to;
    next = 0;
    line = -1;
  }

  /** Advances to the next row that is not blank; returns false if there is none. */
  boolean next() {
    while (next < end) {
      line++;
      start = next;
      int stop = cut();
      next = stop + 1;
      if (!isBlankLine(stop)) {
        return true;
      }
    }
    return false;
  }

  /** Finds the fields of the known columns, and returns the end of the row. */
  private int cut() {
    int from = start;
    for (int i = 0; i < places.length; i++) {
      int stop = find(delimiter, from);
      if (places[i] >= 0) {
        setTrimmed(places[i], from, stop);
      }
      if (bytes[stop] == separator) {
        leaveEmptyFrom(i + 1);
        return stop;
      }
      from = stop + 1;
    }
    return find(separator, from);
  }

  private void setTrimmed(int column, int fieldStart, int fieldEnd) {
    int from = fieldStart;
    int to = fieldEnd;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
    froms[column] = from;
    tos[column] = to;
  }

  private void leaveEmptyFrom(int index) {
    for (int i = index; i < places.length; i++) {
      if (places[i] >= 0) {
        froms[places[i]] = 0;
        tos[places[i]] = 0;
      }
    }
  }

  /** {@return the position of the next separator or {@code other} byte} There must be one. */
  private int find(byte other, int from) {
    long separators = separator * ONES;
    long others = other * ONES;
    int i = from;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long word = Bytes.word(bytes, i);
      long a = word ^ separators;
      long b = word ^ others;
      // the lowest set bit is the highest bit of a zero byte; the bits above it may be wrong
      long found = (((a - ONES) & ~a) | ((b - ONES) & ~b)) & HIGH_BITS;
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (bytes[i] != other && bytes[i] != separator) {
      i++;
    }
    return i;
  }

  private boolean isBlankLine(int stop) {
    for (int i = start; i < stop; i++) {
      if (!isBlank(bytes[i]) || bytes[i] == delimiter) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(byte b) {
    return b >= 0 && b <= ' ';
  }

  /** {@return the start of a column's field, without surrounding blanks} */
  int from(Column column) {
    return froms[column.ordinal()];
  }

  /** {@return the end of a column's field; equal to its start if the field is empty or missing} */
  int to(Column column) {
    return tos[column.ordinal()];
  }

  byte[] bytes() {
    return bytes;
  }

  /** {@return the texts of all columns, trimmed; empty if the row has no value} */
  String[] texts() {
    String[] texts = new String[froms.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = Text.trim(new String(bytes, froms[i], tos[i] - froms[i], StandardCharsets.UTF_8));
    }
    return texts;
  }

  /** {@return the line of the row, counted from 0} */
  int line() {
    return line;
  }

  /** {@return whether the row has more than the given number of columns} */
  boolean isWiderThan(int columns) {
    if (next - start <= columns) {
      return false;
    }
    int found = 1;
    for (int i = start; i < next; i++) {
      found += bytes[i] == delimiter ? 1 : 0;
    }
    return found > columns;
  }
}
