package dev.churn.features.util;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in plain words what the library that reads JSON found wrong with a text. */
public final class JsonFault {
  private static final String NO_JSON = "something that is no JSON";
  private static final int LONGEST_WORD = 40;

  /** What the library says, as an expression with one group at most, and what to say instead. */
  private record Words(Pattern library, String ours) {
    Words(String library, String ours) {
      this(Pattern.compile(library), ours);
    }
  }

  private static final List<Words> ALL =
      List.of(
          new Words("Unexpected end-of-input.*", "that it ends too early"),
          new Words("Trailing token .*", "something behind its end"),
          new Words("Unrecognized token '(.*?)': .*", "the word '%s', which is not in quotes"),
          new Words("Duplicate Object property \"(.*)\"", "the name '%s' twice in one object"),
          new Words("Non-standard token '(.*?)'.*", "'%s', which is no number in JSON"),
          new Words(
              "Unexpected character \\('/' .*comment.*", "a comment, which JSON does not have"),
          new Words("Unexpected character .*hex-digit.*", "\\u without four hexadecimal digits"),
          new Words("Unexpected character \\('(.)' .* in numeric value.*", "'%s' within a number"),
          new Words(
              "Unexpected character \\('(.)' .* property name$",
              "'%s' in place of a name in quotes"),
          new Words("Unexpected character \\('(.)' .* colon .*", "'%s' in place of a colon"),
          new Words("Unexpected character \\('(.)' .* comma .*", "'%s' in place of a comma"),
          new Words(
              "Unexpected character \\('(.)' .*expected a (?:valid )?value.*",
              "'%s' in place of a value"),
          new Words("Unexpected character \\('(.)' .*", "'%s', which does not belong there"),
          new Words(
              "Unexpected close marker '(.)': expected .*", "'%s' that closes something else"),
          new Words("Unexpected close marker '(.)': .*", "'%s' that closes nothing"),
          new Words("Unrecognized character escape '(.)' .*", "the unknown escape \\%s"),
          new Words("Invalid numeric value: Leading .*", "a number that begins with zeros"),
          new Words("Number value length .*", "a number of too many digits"),
          new Words("Document nesting depth .*", "lists and objects too deep in each other"),
          new Words("(?:Name|String value) length .*", "a text that is too long"),
          new Words("Illegal .*CTRL-CHAR.*", "a line end or control character that is not escaped"),
          new Words("Invalid UTF-.*", "bytes that are not UTF-8"));

  /** Signs of sentences for programmers. */
  private static final Pattern INSIDE =
      Pattern.compile("`|[a-z]\\.[a-z]|Feature|\\(code|JSON String");

  private JsonFault() {}

  /**
   * {@return a phrase that says what was found}
   *
   * @param message of the library, or of an error of ours, which is given back
   */
  public static String inWords(String message) {
    String line = message == null ? "" : message.lines().findFirst().orElse("");
    for (Words words : ALL) {
      Matcher matcher = words.library().matcher(line);
      if (matcher.matches()) {
        return matcher.groupCount() == 0
            ? words.ours()
            : words.ours().formatted(shown(matcher.group(1)));
      }
    }
    return line.isEmpty() || INSIDE.matcher(line).find() ? NO_JSON : line;
  }

  private static String shown(String word) {
    return word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) + "…" : word;
  }
}
