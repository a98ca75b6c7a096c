package dev.churn.features.source;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which number formats of a workbook show days and times (ECMA-376 part 1, 18.8.30). */
final class NumberFormats {
  /** Quoted texts, escaped characters, and characters of which only the width counts. */
  private static final Pattern TEXTS = Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.");

  private static final Pattern OTHER_SECTIONS = Pattern.compile(";.*", Pattern.DOTALL);
  private static final Pattern ELAPSED = Pattern.compile("\\[(h+|m+|s+)]");
  private static final Pattern COLORS_AND_LOCALES = Pattern.compile("\\[[^]]*]");

  /** What a number stands for. */
  enum Kind {
    NUMBER,
    DAY,
    TIME
  }

  private NumberFormats() {}

  /** {@return what the format of a built-in number shows} */
  static Kind ofId(int id) {
    return switch (id) {
      case 14, 15, 16, 17, 22 -> Kind.DAY;
      case 27, 28, 29, 30, 31, 32, 33, 34, 35, 36 -> Kind.DAY; // in East Asia
      case 50, 51, 52, 53, 54, 55, 56, 57, 58 -> Kind.DAY;
      case 18, 19, 20, 21, 45, 47 -> Kind.TIME;
      default -> Kind.NUMBER;
    };
  }

  /**
   * {@return what a format of one's own shows} Only its first section, that of positive numbers,
   * counts. Durations are numbers.
   */
  static Kind ofCode(String code) {
    String shown = TEXTS.matcher(code).replaceAll("").toLowerCase(Locale.ROOT);
    shown = OTHER_SECTIONS.matcher(shown).replaceAll("");
    if (ELAPSED.matcher(shown).find()) {
      return Kind.NUMBER;
    }
    shown = COLORS_AND_LOCALES.matcher(shown).replaceAll("");
    boolean time = shown.contains("h") || shown.contains("s");
    if (shown.contains("y") || shown.contains("d") || (shown.contains("m") && !time)) {
      return Kind.DAY;
    }
    return time ? Kind.TIME : Kind.NUMBER;
  }
}
