package dev.churn.features.csv;

import dev.churn.features.util.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Remembers short texts that come again and again, such as event types, so that each is decoded
 * once. The same bytes mostly give the same object, if they are at most 256. For one thread.
 */
final class Names {
  private static final int REMEMBERED = 1 << 10;
  private static final int SHORT =
      256; // bytes; what a file has of longer texts need not fit memory

  private final byte[][] bytes = new byte[REMEMBERED][];
  private final String[] names = new String[REMEMBERED];

  /** {@return the trimmed text of some bytes in UTF-8} */
  String name(byte[] text, int from, int to) {
    if (from == to) {
      return "";
    }
    if (to - from > SHORT) {
      return decode(text, from, to);
    }
    int place = (int) Bytes.hash(text, from, to) & (REMEMBERED - 1);
    byte[] known = bytes[place];
    if (known == null || !Arrays.equals(known, 0, known.length, text, from, to)) {
      bytes[place] = Arrays.copyOfRange(text, from, to);
      names[place] = decode(text, from, to);
    }
    return names[place];
  }

  private static String decode(byte[] text, int from, int to) {
    return Text.trim(new String(text, from, to - from, StandardCharsets.UTF_8));
  }
}
