package dev.churn.features.date;

import java.util.List;

/** The English names of months and weekdays, in full or shortened to three letters or more. */
final class EnglishNames {
  private static final int SHORTEST = 3;
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private EnglishNames() {}

  /** {@return the month, 1 to 12, of the letters, in any case; 0 if they name none} */
  static int month(char[] text, int from, int to) {
    return numberOf(MONTHS, text, from, to);
  }

  /** {@return the weekday, 1 (Monday) to 7, of the letters, in any case; 0 if they name none} */
  static int weekday(char[] text, int from, int to) {
    return numberOf(WEEKDAYS, text, from, to);
  }

  private static int numberOf(List<String> names, char[] text, int from, int to) {
    if (to - from < SHORTEST) {
      return 0;
    }
    for (int i = 0; i < names.size(); i++) {
      if (startsWith(names.get(i), text, from, to)) {
        return i + 1;
      }
    }
    return 0;
  }

  private static boolean startsWith(String name, char[] text, int from, int to) {
    if (to - from > name.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if ((text[i] | 0x20) != name.charAt(i - from)) { // letters of ASCII in lower case
        return false;
      }
    }
    return true;
  }
}
