package dev.churn.features.value;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The words that stand for no value, without regard to case. Immutable. */
public final class MissingValues {
  /**
   * What databases, spreadsheets and libraries for data write for no value, errors included. A word
   * such as {@code unknown}, which may be a type, is none of them.
   */
  private static final Set<String> USUAL =
      Set.of(
          // databases and languages
          "null",
          "\\n",
          "none",
          "nil",
          "nan",
          "-nan",
          "nat",
          "<na>",
          "undefined",
          "(null)",
          "[null]",
          "<null>",
          // people and reports
          "na",
          "n/a",
          "n.a.",
          "n/d",
          "not available",
          "not applicable",
          "(blank)",
          "[blank]",
          "<blank>",
          "(empty)",
          "[empty]",
          "<empty>",
          "-",
          "--",
          "\u2013",
          "\u2014",
          // spreadsheets
          "#n/a",
          "#na",
          "#n/a n/a",
          "#null!",
          "#ref!",
          "#value!",
          "#div/0!",
          "#num!",
          "#name?",
          "#spill!",
          "#calc!",
          "#field!",
          "#blocked!",
          "#connect!",
          "#busy!",
          "#unknown!",
          "#error!",
          "#getting_data");

  private final Set<String> words;
  private final boolean[] starts = new boolean[256];
  private final boolean[] ends = new boolean[256];
  private final int longest;

  private MissingValues(Set<String> words) {
    this.words = words.stream().map(MissingValues::key).collect(Collectors.toUnmodifiableSet());
    int length = 0;
    for (String word : this.words) {
      for (String form : new String[] {word, word.toUpperCase(Locale.ROOT)}) {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        length = Math.max(length, bytes.length);
        starts[bytes[0] & 0xFF] = true;
        ends[bytes[bytes.length - 1] & 0xFF] = true;
      }
    }
    this.longest = length;
  }

  /** {@return the given words, or the usual ones} */
  public static MissingValues of(Optional<Set<String>> words) {
    return new MissingValues(words.orElse(USUAL));
  }

  private static String key(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** {@return whether a trimmed text stands for no value} */
  public boolean contains(String text) {
    return text.isEmpty()
        || (text.length() <= longest
            && (text.charAt(0) > 0x7F || starts[text.charAt(0)])
            && words.contains(key(text)));
  }

  /** {@return whether trimmed UTF-8 bytes, at least one, stand for no value} */
  public boolean contains(byte[] text, int from, int to) {
    return to - from <= longest
        && starts[text[from] & 0xFF]
        && ends[text[to - 1] & 0xFF]
        && words.contains(key(new String(text, from, to - from, StandardCharsets.UTF_8)));
  }
}
