package dev.churn.features;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rows of a feature table as bytes. For one thread. */
final class RowBuffer {
  private static final int REMEMBERED = 1 << 12;

  private byte[] bytes = new byte[1 << 16];
  private int length;
  // many features are functions of a few days or counts, so the same numbers come again and again
  private final long[] knownBits = new long[REMEMBERED];
  private final byte[][] knownText = new byte[REMEMBERED][];

  void clear() {
    length = 0;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  void append(char c) {
    ensure(1);
    bytes[length++] = (byte) c;
  }

  void append(byte[] text) {
    append(text, 0, text.length);
  }

  private void append(byte[] text, int from, int count) {
    ensure(count);
    System.arraycopy(text, from, bytes, length, count);
    length += count;
  }

  /** Appends an id, in quotes if it would not be read back without. */
  void appendId(byte[] text, int from, int count) {
    boolean quotes = false;
    for (int i = from; i < from + count; i++) {
      byte b = text[i];
      quotes |= b == ',' || b == '"' || (b >= 0 && b < ' ');
    }
    if (!quotes) {
      append(text, from, count);
      return;
    }
    append('"');
    for (int i = from; i < from + count; i++) {
      if (text[i] == '"') {
        append('"');
      }
      append((char) (text[i] & 0xFF));
    }
    append('"');
  }

  /** Appends a number as {@link Double#toString(double)} writes it, which reads back the same. */
  void append(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int place = (int) ((bits * 0x9E3779B97F4A7C15L) >>> 52);
    if (knownText[place] == null || knownBits[place] != bits) {
      knownBits[place] = bits;
      knownText[place] = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
    }
    append(knownText[place]);
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
