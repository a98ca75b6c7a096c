package dev.churn.features.csv;

import dev.churn.features.util.Bytes;
import dev.churn.features.util.NumberMark;
import dev.churn.features.util.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits lines without quotes into rows and the fields of the known columns, eight bytes at a time.
 * All significant bytes are ASCII, so UTF-8 need not be decoded. Used by one thread.
 */
public final class RowCutter {
  private static final long LINE_FEEDS = '\n' * ByteSearch.ONES;

  private final byte delimiter;
  private final long delimiters;
  private final int[] places; // the known column at each position of the file, −1 for none
  private final int[] froms = new int[Column.values().length];
  private final int[] tos = new int[froms.length];
  private final boolean marksNumbers;
  private byte[] bytes;
  private int end;
  private int start;
  private int next;
  private int line;
  private int fields;

  /**
   * @param indexes position in the file of each known column; −1 if the file does not have it
   * @param marksNumbers whether a {@link NumberMark} in the file is one
   */
  public RowCutter(byte delimiter, int[] indexes, boolean marksNumbers) {
    this.marksNumbers = marksNumbers;
    this.delimiter = delimiter;
    this.delimiters = delimiter * ByteSearch.ONES;
    this.places = new int[Arrays.stream(indexes).max().orElseThrow() + 1];
    Arrays.fill(places, -1);
    for (int column = 0; column < indexes.length; column++) {
      if (indexes[column] >= 0) {
        places[indexes[column]] = column;
      }
    }
  }

  /** Starts with whole rows; each ends with a line feed. */
  void start(byte[] rows, int from, int to) {
    bytes = rows;
    end = to;
    next = from;
    line = -1;
  }

  /**
   * Takes over the fields of the known columns from a record with quotes.
   *
   * @return false, without any change, if the value of one differs from its bytes
   */
  boolean take(byte[] text, FieldLexer record) {
    for (int i = 0; i < Math.min(places.length, record.count()); i++) {
      if (places[i] >= 0 && !record.isPlain(i)) {
        return false;
      }
    }
    bytes = text;
    fields = record.count();
    for (int i = 0; i < Math.min(places.length, fields); i++) {
      if (places[i] >= 0) {
        froms[places[i]] = record.from(i);
        tos[places[i]] = record.to(i);
      }
    }
    leaveEmptyFrom(fields);
    return true;
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
      int stop = find(from);
      if (places[i] >= 0) {
        setTrimmed(places[i], from, stop);
      }
      if (bytes[stop] == '\n') {
        fields = i + 1;
        leaveEmptyFrom(i + 1);
        return stop;
      }
      from = stop + 1;
    }
    fields = places.length + 1;
    return countFields(from);
  }

  /** Counts the fields of the rest of the row, and returns its end. */
  private int countFields(int from) {
    int found = 0;
    int i = from;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long word = Bytes.word(bytes, i);
      long ends = ByteSearch.firstZeroByte(word ^ LINE_FEEDS);
      long parts = ByteSearch.zeroBytes(word ^ delimiters);
      if (ends != 0) {
        fields += found + Long.bitCount(parts & (Long.lowestOneBit(ends) - 1));
        return i + (Long.numberOfTrailingZeros(ends) >>> 3);
      }
      found += Long.bitCount(parts);
    }
    for (; bytes[i] != '\n'; i++) {
      found += bytes[i] == delimiter ? 1 : 0;
    }
    fields += found;
    return i;
  }

  private void setTrimmed(int column, int fieldStart, int fieldEnd) {
    int from = fieldStart;
    int to = fieldEnd;
    if (from < to && bytes[from] > ' ' && bytes[to - 1] > ' ') { // nothing to trim, as usual
      froms[column] = from;
      tos[column] = to;
      return;
    }
    while (from < to && ByteSearch.isBlank(bytes[from])) {
      from++;
    }
    while (to > from && ByteSearch.isBlank(bytes[to - 1])) {
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

  /** {@return the position of the next delimiter or line feed} There must be one. */
  private int find(int from) {
    int i = from;
    for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
      long word = Bytes.word(bytes, i);
      long found =
          ByteSearch.firstZeroByte(word ^ LINE_FEEDS) | ByteSearch.firstZeroByte(word ^ delimiters);
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (bytes[i] != delimiter && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  private boolean isBlankLine(int stop) {
    for (int i = start; i < stop; i++) {
      if (!ByteSearch.isBlank(bytes[i]) || bytes[i] == delimiter) {
        return false;
      }
    }
    return true;
  }

  /** {@return the start of a column's field, without surrounding blanks} */
  public int from(Column column) {
    return froms[column.ordinal()];
  }

  /** {@return the end of a column's field; equal to its start if the field is empty or missing} */
  public int to(Column column) {
    return tos[column.ordinal()];
  }

  public byte[] bytes() {
    return bytes;
  }

  /** {@return whether a column's field, which is not empty, is a number with a mark} */
  public boolean isMarked(Column column) {
    return marksNumbers && NumberMark.isBehind(bytes, tos[column.ordinal()]);
  }

  /**
   * {@return the texts of all columns, trimmed but for the marks of numbers; empty if the row has
   * no value}
   */
  public String[] texts() {
    String[] texts = new String[froms.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = Text.trim(new String(bytes, froms[i], tos[i] - froms[i], StandardCharsets.UTF_8));
      if (marksNumbers && froms[i] < tos[i] && NumberMark.isBehind(bytes, tos[i])) {
        texts[i] = NumberMark.on(texts[i]);
      }
    }
    return texts;
  }

  /** {@return the line of the row, counted from 0} */
  int line() {
    return line;
  }

  /** {@return the number of fields of the row} */
  int fields() {
    return fields;
  }

  /** {@return where the row begins} */
  int start() {
    return start;
  }

  /** {@return where the line end of the row begins} */
  int stop() {
    int stop = next - 1;
    return stop > start && bytes[stop - 1] == '\r' ? stop - 1 : stop;
  }
}
