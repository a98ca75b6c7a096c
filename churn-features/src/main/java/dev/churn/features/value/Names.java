package dev.churn.features.value;

import dev.churn.domain.PlainText;
import dev.churn.features.util.Bytes;
import dev.churn.features.util.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Caches short texts that repeat, such as event types, so that each is decoded once. Equal texts of
 * at most 256 bytes usually give the same object. Used by one thread.
 */
public final class Names {
  /** Maximum number of characters of a customer id or an event type. */
  public static final int MAX_LENGTH = 256;

  /** What was expected of a text with characters that its encoding does not have. */
  public static final String UNREADABLE = "expected text that can be read in the file's encoding";

  private static final int REMEMBERED = 1 << 10;
  private static final int SHORT = 256; // bytes; longer texts of a file might not fit in memory

  private final byte[][] bytes = new byte[REMEMBERED][];
  private final String[] names = new String[REMEMBERED];

  private final MissingValues missing;

  public Names(MissingValues missing) {
    this.missing = missing;
  }

  /**
   * {@return the trimmed text of UTF-8 bytes, empty if it stands for no value, and null if it is no
   * name}
   */
  public String name(byte[] text, int from, int to) {
    if (from == to) {
      return "";
    }
    if (to - from > SHORT) {
      return null;
    }
    int place = (int) Bytes.hash(text, from, to) & (REMEMBERED - 1);
    byte[] known = bytes[place];
    if (known == null || !Arrays.equals(known, 0, known.length, text, from, to)) {
      bytes[place] = Arrays.copyOfRange(text, from, to);
      names[place] = decode(text, from, to);
    }
    return names[place];
  }

  private String decode(byte[] text, int from, int to) {
    String name = Text.trim(new String(text, from, to - from, StandardCharsets.UTF_8));
    if (missing.contains(name)) {
      return "";
    }
    return problem(name) == null ? name : null;
  }

  /** {@return what was expected of a text that is no name; null if it is one} */
  public static String problem(String text) {
    if (text.length() > MAX_LENGTH) {
      return tooLong("an event type");
    }
    if (text.indexOf('\uFFFD') >= 0 || PlainText.hasUnpairedSurrogate(text)) {
      return UNREADABLE;
    }
    return Text.hasControl(text) ? "expected an event type without control characters" : null;
  }

  /** {@return what was expected of a text that is too long} */
  public static String tooLong(String what) {
    return "expected %s of at most %d characters".formatted(what, MAX_LENGTH);
  }
}
