package dev.churn.features;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Remembers short texts that come again and again, such as event types, so that each is decoded
 * once. The same bytes mostly give the same object. For one thread.
 */
final class Names {
  private static final int REMEMBERED = 1 << 10;

  private final byte[][] bytes = new byte[REMEMBERED][];
  private final String[] names = new String[REMEMBERED];

  /** {@return the trimmed text of some bytes in UTF-8} */
  String name(byte[] text, int from, int to) {
    if (from == to) {
      return "";
    }
    int place = (int) Bytes.hash(text, from, to) & (REMEMBERED - 1);
    byte[] known = bytes[place];
    if (known == null || !Arrays.equals(known, 0, known.length, text, from, to)) {
      bytes[place] = Arrays.copyOfRange(text, from, to);
      names[place] = Text.trim(new String(text, from, to - from, StandardCharsets.UTF_8));
    }
    return names[place];
  }
}
