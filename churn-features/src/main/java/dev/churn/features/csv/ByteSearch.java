package dev.churn.features.csv;

import dev.churn.features.util.Bytes;

/** Searches text eight bytes at a time. All bytes it searches for are ASCII. */
final class ByteSearch {
  static final long ONES = 0x0101010101010101L;

  private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private ByteSearch() {}

  /** {@return the highest bit of each byte that is zero} */
  static long zeroBytes(long word) {
    return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
  }

  /** {@return the highest bit of the first byte that is zero} The bits above it may be wrong. */
  static long firstZeroByte(long word) {
    return (word - ONES) & ~word & HIGH_BITS;
  }

  /** {@return the position of the first such byte, {@code to} if there is none} */
  static int find(byte[] bytes, byte wanted, int from, int to) {
    long repeated = wanted * ONES;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long found = firstZeroByte(Bytes.word(bytes, at) ^ repeated);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /** {@return the position of the first line feed or carriage return, {@code to} if none} */
  static int lineEnd(byte[] bytes, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long word = Bytes.word(bytes, at);
      long found = firstZeroByte(word ^ ('\n' * ONES)) | firstZeroByte(word ^ ('\r' * ONES));
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
      at++;
    }
    return at;
  }

  /** {@return the position after the line end at {@code end}; CRLF is one line end} */
  static int afterLineEnd(byte[] bytes, int end, int to) {
    boolean two = bytes[end] == '\r' && end + 1 < to && bytes[end + 1] == '\n';
    return end + (two ? 2 : 1);
  }

  /** {@return how often a byte occurs} */
  static int count(byte[] bytes, byte wanted, int from, int to) {
    long repeated = wanted * ONES;
    int count = 0;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      count += Long.bitCount(zeroBytes(Bytes.word(bytes, at) ^ repeated));
    }
    for (; at < to; at++) {
      count += bytes[at] == wanted ? 1 : 0;
    }
    return count;
  }

  /** {@return whether a byte is a blank or a control character} */
  static boolean isBlank(byte b) {
    return b >= 0 && b <= ' ';
  }

  static boolean areBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isBlank(bytes[i])) {
        return false;
      }
    }
    return true;
  }
}
