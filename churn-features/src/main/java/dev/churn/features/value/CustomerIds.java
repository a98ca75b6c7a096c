package dev.churn.features.value;

import dev.churn.domain.PlainText;
import dev.churn.features.util.Text;
import java.nio.charset.StandardCharsets;

/**
 * Mends customer ids that tools have damaged, where it is certain what they were. Immutable.
 *
 * <p>Always: signs of width zero and blanks around the id; blanks of other kinds within it, which
 * are blanks; the formula {@code ="00123"} by which programs keep the zeros of an id in a
 * spreadsheet, and the apostrophe by which spreadsheets mark a text, before a number and before a
 * sign that would begin a formula. In files of which all ids are whole numbers or such numbers with
 * {@code .0}: the decimals, so that {@code 17850.0} is {@code 17850}.
 */
public final class CustomerIds {
  private final boolean decimals;

  public CustomerIds(boolean decimals) {
    this.decimals = decimals;
  }

  /** {@return the id that a trimmed text stands for; empty if none is left} */
  public String mended(String text) {
    String id = visible(text);
    if (id.startsWith("=\"") && id.endsWith("\"") && id.length() > 2) {
      id = Text.trim(id.substring(2, id.length() - 1));
    }
    if (isMarkedAsText(id)) {
      id = id.substring(1);
    }
    return decimals ? withoutDecimals(id) : id;
  }

  /** {@return whether ASCII bytes may be an id that is to be mended or counted as damaged} */
  public static boolean isSuspect(byte[] text, int from, int to) {
    if (text[from] == '=' || text[from] == '\'') {
      return true;
    }
    byte last = text[to - 1];
    return last >= '0'
        && last <= '9'
        && to - from > 2
        && (text[to - 2] == '.' || text[to - 3] == '.' || text[to - 3] == '+');
  }

  /** {@return whether a text that is not empty may be a damaged id, or tells about the encoding} */
  public static boolean isSuspect(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7F) {
        return true;
      }
    }
    return !text.isEmpty() && isSuspect(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
  }

  private static boolean isMarkedAsText(String id) {
    if (id.length() < 2 || id.charAt(0) != '\'') {
      return false;
    }
    if ("=+-@".indexOf(id.charAt(1)) >= 0) {
      return true;
    }
    for (int i = 1; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String visible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isLeftOut(text.charAt(i)) || isOtherBlank(text.charAt(i))) {
        StringBuilder visible = new StringBuilder(text.length());
        text.chars()
            .filter(c -> !isLeftOut((char) c))
            .forEach(c -> visible.append(isOtherBlank((char) c) ? ' ' : (char) c));
        return Text.trim(visible.toString());
      }
    }
    return text;
  }

  /** {@return whether a character is a blank that looks like the usual one, and parts no lines} */
  private static boolean isOtherBlank(char c) {
    return c > ' ' && Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  /** {@return whether a character is no part of an id; one that changes the direction costs it} */
  private static boolean isLeftOut(char c) {
    return Text.isInvisible(c) && !PlainText.isControl(c);
  }

  /** {@return a whole number without decimals that are zero; other texts unchanged} */
  static String withoutDecimals(String id) {
    int point = id.indexOf('.');
    return point > 0 && isWhole(id, point) ? id.substring(0, point) : id;
  }

  private static boolean isWhole(String id, int point) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean fits = i < point ? c >= '0' && c <= '9' : i == point || c == '0';
      if (!fits) {
        return false;
      }
    }
    return point < id.length() - 1;
  }

  /** {@return whether an id is a number in scientific notation, of which digits are lost} */
  static boolean isScientific(String id) {
    return id.matches("\\d([.,]\\d+)?[eE]\\+?\\d{1,3}");
  }
}
