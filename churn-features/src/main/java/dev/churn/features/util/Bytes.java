package dev.churn.features.util;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Operations on eight bytes at a time, independent of the machine's byte order. */
public final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long BLANKS = 0x2020202020202020L;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Bytes() {}

  /** {@return eight bytes as a little-endian word} */
  public static long word(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Writes eight bytes of a word, little-endian. */
  public static void set(byte[] bytes, int at, long word) {
    LONGS.set(bytes, at, word);
  }

  /** {@return the bytes up to {@code to}, at most eight, as a little-endian word} */
  private static long rest(byte[] bytes, int from, int to) {
    long rest = 0;
    for (int i = to - 1; i >= from; i--) {
      rest = rest << 8 | (bytes[i] & 0xFF);
    }
    return rest;
  }

  /** {@return the bytes up to {@code to}, at most eight, as a big-endian word padded with 0} */
  public static long bigEndian(byte[] bytes, int from, int to) {
    return Long.reverseBytes(to - from >= Long.BYTES ? word(bytes, from) : rest(bytes, from, to));
  }

  /** {@return a hash in which every bit depends on every byte} */
  public static long hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = mixed(hash ^ word(bytes, at));
    }
    if (at < to) {
      // usually rereads bytes of the previous word, since single bytes would take longer
      hash = mixed(hash ^ (to - from > 8 ? word(bytes, to - 8) : rest(bytes, at, to)));
    }
    return hash;
  }

  private static long mixed(long hash) {
    long mixed = hash * MIX;
    mixed ^= mixed >>> 32;
    mixed *= MIX;
    return mixed ^ mixed >>> 29;
  }

  /** {@return whether two ranges of {@code length} bytes are equal} */
  public static boolean equal(byte[] a, int fromA, byte[] b, int fromB, int length) {
    if (length < Long.BYTES) {
      return rest(a, fromA, fromA + length) == rest(b, fromB, fromB + length);
    }
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if (word(a, fromA + i) != word(b, fromB + i)) {
        return false;
      }
    }
    return word(a, fromA + last) == word(b, fromB + last); // overlaps the previous word
  }

  /** Copies bytes, eight at a time; it may read and write up to seven bytes beyond the end. */
  public static void copy(byte[] from, int fromAt, byte[] to, int toAt, int length) {
    for (int i = 0; i < length; i += Long.BYTES) {
      LONGS.set(to, toAt + i, (long) LONGS.get(from, fromAt + i));
    }
  }

  /** {@return whether all bytes are printable ASCII: no control characters, DEL included} */
  public static boolean arePrintable(byte[] bytes, int from, int to) {
    long found = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = word(bytes, at);
      // the lowest byte below a blank borrows its highest bit, DEL carries into its own
      found |= word | (word - BLANKS) | (word + ONES);
    }
    for (; at < to; at++) {
      int b = bytes[at];
      found |= (b | (b - ' ') | (b + 1)) & HIGH_BITS;
    }
    return (found & HIGH_BITS) == 0;
  }

  /** {@return whether the bytes are a CSV field that can be read back without quotes} */
  public static boolean isPlainField(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = text[i];
      if (b == ',' || b == '"' || (b >= 0 && b < ' ')) {
        return false;
      }
    }
    return true;
  }
}
