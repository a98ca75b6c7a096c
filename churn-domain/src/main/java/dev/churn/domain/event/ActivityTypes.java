package dev.churn.domain.event;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The event types that count as activity, as files and single customers are matched with them. Case
 * does not matter, nor do surrounding white space and the kind and length of white space inside.
 */
public final class ActivityTypes {
  private static final char NO_BREAK_SPACE = '\u00A0';
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Set<String> keys;

  /**
   * @param types the event types; empty means all
   */
  public ActivityTypes(Collection<String> types) {
    keys = types.stream().map(ActivityTypes::keyOf).collect(Collectors.toUnmodifiableSet());
  }

  /** {@return whether all events count, whatever their types} */
  public boolean isEverything() {
    return keys.isEmpty();
  }

  /** {@return the number of different types, 0 if everything counts} */
  public int size() {
    return keys.size();
  }

  /** {@return whether events of a type count as activity} */
  public boolean contains(String type) {
    return keys.isEmpty() || keys.contains(keyOf(type));
  }

  /** {@return whether two lists name the same event types, however they are spelled} */
  public static boolean areSame(Collection<String> one, Collection<String> other) {
    return new ActivityTypes(one).keys.equals(new ActivityTypes(other).keys);
  }

  /** {@return a text that is equal for all spellings of a type, empty for a blank one} */
  public static String keyOf(String type) {
    int plain = 0;
    while (plain < type.length() && isPlain(type.charAt(plain))) {
      plain++;
    }
    if (plain == type.length()) {
      return type;
    }
    StringBuilder key = new StringBuilder(type.length());
    boolean blank = false;
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      if (isBlank(c)) {
        blank = true;
      } else {
        if (blank && key.length() > 0) {
          key.append(' ');
        }
        blank = false;
        key.append(c);
      }
    }
    // some letters are equal only in upper case, others only in lower case
    return key.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /** {@return whether a character is its own key wherever it is} */
  private static boolean isPlain(char c) {
    return c > ' ' && c < 0x7F && !(c >= 'A' && c <= 'Z');
  }

  private static boolean isBlank(char c) {
    return c <= ' '
        || Character.isWhitespace(c)
        || c == NO_BREAK_SPACE
        || c == BYTE_ORDER_MARK
        || Character.isSpaceChar(c);
  }
}
