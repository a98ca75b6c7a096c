package dev.churn.features.value;

import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.features.util.DoubleParser;
import dev.churn.features.util.Text;
import java.util.Optional;

/**
 * An amount as people and programs write it: a number with a sign, a currency and separators of
 * thousands, of which the meaning may depend on the decimal separator of the file.
 *
 * <p>It understands {@code 1,250.00}, {@code 1.250,00}, {@code 1 250,00}, {@code 1'250.00}, {@code
 * $1,250.00}, {@code 1250 EUR}, {@code (50.00)}, {@code 50.00-}, {@code -$ 50}, {@code 12,-} and
 * {@code 1.2E+3}.
 *
 * @param currency the currency that is written beside the number, if there is one
 * @param point the value if the point separates the decimals; NaN if it cannot be read so
 * @param comma the value if the comma separates the decimals; NaN if it cannot be read so
 */
public record AmountText(Optional<String> currency, double point, double comma) {
  private static final AmountText UNREADABLE =
      new AmountText(Optional.empty(), Double.NaN, Double.NaN);

  public static AmountText of(String text) {
    String plain = plain(text);
    int from = 0;
    while (from < plain.length() && !isDigit(plain.charAt(from))) {
      from++;
    }
    int to = plain.length();
    while (to > from && !isDigit(plain.charAt(to - 1))) {
      to--;
    }
    if (to < plain.length() && to > from && isSeparator(plain.charAt(to))) {
      to++; // 12,- has no decimals
    }
    if (from < to && from > 0 && isSeparator(plain.charAt(from - 1))) {
      boolean abbreviation = from > 1 && Character.isLetter(plain.charAt(from - 2)); // Rs.500
      from -= abbreviation ? 0 : 1;
    }
    return of(plain.substring(0, from), plain.substring(from, to), plain.substring(to));
  }

  private static AmountText of(String before, String number, String after) {
    boolean parentheses = before.indexOf('(') >= 0 && after.indexOf(')') >= 0;
    String left = parentheses ? before.replace('(', ' ') : before;
    String right = parentheses ? after.replace(')', ' ') : after;
    if (endsInSeparator(number) && right.startsWith("-")) {
      right = right.replaceFirst("^-+", ""); // it stands for the decimals
    }
    String signs = (left + right).replaceAll("[^+-]", "");
    String leftMark = withoutSigns(left);
    String rightMark = withoutSigns(right);
    Optional<String> currency = Currencies.code(leftMark + rightMark);
    boolean marked = !(leftMark + rightMark).isEmpty();
    if (signs.length() + (parentheses ? 1 : 0) > 1
        || (!leftMark.isEmpty() && !rightMark.isEmpty())
        || marked != currency.isPresent()) {
      return UNREADABLE;
    }
    if (number.isEmpty()) { // $ - is the zero of accounting
      return currency.isPresent() && signs.equals("-")
          ? new AmountText(currency, 0, 0)
          : UNREADABLE;
    }
    int sign = parentheses || signs.equals("-") ? -1 : 1;
    return new AmountText(currency, sign * value(number, '.', ','), sign * value(number, ',', '.'));
  }

  /** {@return the text with plain blanks, signs and apostrophes} */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        plain.append(' ');
      } else if (c == '\u2212' || c == '\u2013' || c == '\uFF0D') {
        plain.append('-');
      } else if (c == '\u2019' || c == '\u02BC' || c == '\u00B4') {
        plain.append('\'');
      } else if (!Text.isInvisible(c)) {
        plain.append(c);
      }
    }
    return plain.toString().strip();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isSeparator(char c) {
    return c == '.' || c == ',';
  }

  private static boolean endsInSeparator(String number) {
    return !number.isEmpty() && isSeparator(number.charAt(number.length() - 1));
  }

  private static String withoutSigns(String text) {
    return text.replace('-', ' ').replace('+', ' ').strip();
  }

  /** {@return the value of an unsigned number; NaN if it is none with this decimal separator} */
  private static double value(String number, char decimal, char other) {
    int exponent = indexOfExponent(number);
    if (exponent >= 0) {
      return number.indexOf(',') >= 0 ? Double.NaN : DoubleParser.parse(number);
    }
    int cut = number.indexOf(decimal);
    String whole = cut < 0 ? number : number.substring(0, cut);
    String decimals = cut < 0 ? "" : number.substring(cut + 1);
    if (!isDigits(decimals) || whole.length() + decimals.length() == 0) {
      return Double.NaN;
    }
    String digits = withoutThousands(whole, other);
    return digits == null ? Double.NaN : DoubleParser.parse(digits + "." + decimals);
  }

  private static int indexOfExponent(String number) {
    return Math.max(number.indexOf('e'), number.indexOf('E'));
  }

  /** {@return the digits of a whole number; null if its separators are not those of thousands} */
  private static String withoutThousands(String whole, char other) {
    char separator = 0;
    int group = whole.length();
    StringBuilder digits = new StringBuilder(whole.length());
    for (int i = whole.length() - 1; i >= 0; i--) {
      char c = whole.charAt(i);
      if (isDigit(c)) {
        digits.append(c);
        continue;
      }
      boolean known = c == other || c == ' ' || c == '\'' || c == '_';
      int size = group - i - 1;
      // groups have three digits; those of India two, but for the last
      boolean last = group == whole.length();
      if (!known || (separator != 0 && c != separator) || !(size == 3 || (size == 2 && !last))) {
        return null;
      }
      separator = c;
      group = i;
    }
    boolean grouped = separator != 0;
    if (grouped && (group == 0 || group > 3 || whole.charAt(0) == '0')) {
      return null;
    }
    return digits.reverse().toString();
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> isDigit((char) c));
  }

  /** {@return the value in a file with the given decimal separator; NaN if it cannot be read} */
  public double value(DecimalSeparator separator) {
    return separator == DecimalSeparator.POINT ? point : comma;
  }

  /** {@return whether the text is a number in one way at least} */
  public boolean isNumber() {
    return !Double.isNaN(point) || !Double.isNaN(comma);
  }

  /** {@return whether the text has two different values} */
  public boolean isAmbiguous() {
    return isNumber() && !Double.isNaN(point) && !Double.isNaN(comma) && point != comma;
  }

  /**
   * {@return the decimal separator that the text proves} A sign before three digits is one of
   * thousands if the currency beside it does not have three decimals.
   */
  public Optional<DecimalSeparator> proof() {
    if (Double.isNaN(point) != Double.isNaN(comma)) {
      return Optional.of(Double.isNaN(point) ? DecimalSeparator.COMMA : DecimalSeparator.POINT);
    }
    if (isAmbiguous() && currency.isPresent() && !Currencies.hasThreeDecimals(currency.get())) {
      return Optional.of(
          Math.abs(point) > Math.abs(comma) ? DecimalSeparator.POINT : DecimalSeparator.COMMA);
    }
    return Optional.empty();
  }
}
