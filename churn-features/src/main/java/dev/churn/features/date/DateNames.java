package dev.churn.features.date;

import java.util.List;
import java.util.stream.Stream;

/**
 * The names of months, in English, German, French and Spanish, and of weekdays, in English: in full
 * or shortened to three letters or more. No name, however short, is that of another month in
 * another of the languages, or it is none ({@code jui}).
 */
final class DateNames {
  private static final int SHORTEST = 3;
  private static final List<List<String>> MONTHS =
      Stream.of(
              "january januar jänner janvier enero",
              "february februar feber février fevrier febrero",
              "march märz mrz maerz marz mars marzo",
              "april avril abril",
              "may mai mayo",
              "june juni juin junio",
              "july juli juillet julio",
              "august août aout agosto",
              "september septembre septiembre setiembre",
              "october oktober octobre octubre",
              "november novembre noviembre",
              "december dezember décembre decembre diciembre")
          .map(names -> List.of(names.split(" ")))
          .toList();
  private static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

  private DateNames() {}

  /** {@return the month, 1 to 12, of the letters, in any case; 0 if they name none} */
  static int month(char[] text, int from, int to) {
    int found = 0;
    for (int i = 0; i < MONTHS.size(); i++) {
      if (numberOf(MONTHS.get(i), text, from, to) > 0) {
        if (found > 0) {
          return 0;
        }
        found = i + 1;
      }
    }
    return found;
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
      if ((text[i] | 0x20) != name.charAt(i - from)) { // letters of Latin-1 in lower case
        return false;
      }
    }
    return true;
  }
}
