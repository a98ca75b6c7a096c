package dev.churn.features.date;

import dev.churn.features.date.DateElement.Field;
import dev.churn.features.date.DateElement.Name;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Compiles a valid {@link java.time.format.DateTimeFormatter} pattern to its elements. */
final class DatePatternCompiler {
  private static final int ANY_YEAR = 9;

  private final String pattern;

  /** A letter of the pattern with its count; a count of 0 is a literal. */
  private record Token(char sign, int count) {
    boolean is(char literal) {
      return count == 0 && sign == literal;
    }

    boolean isLetter(String letters) {
      return count > 0 && letters.indexOf(sign) >= 0;
    }

    boolean isName() {
      return isLetter("MLE") && (count > 2 || sign == 'E');
    }
  }

  private static final Token OPEN = new Token('[', -1);
  private static final Token CLOSE = new Token(']', -1);

  DatePatternCompiler(String pattern) {
    this.pattern = pattern;
  }

  /** {@return the first element, or empty if a letter or its count is not supported} */
  Optional<DateElement> compile() {
    List<Token> tokens = tokens();
    Deque<DateElement> behind = new ArrayDeque<>();
    DateElement next = new DateElement.End();
    for (int i = tokens.size() - 1; i >= 0; i--) {
      Token token = tokens.get(i);
      if (token.equals(CLOSE)) {
        behind.push(next);
      } else if (token.equals(OPEN)) {
        next =
            new DateElement.Section(next, behind.isEmpty() ? new DateElement.End() : behind.pop());
      } else if (token.count() == 0) {
        next = literal(token.sign(), i > 0 ? tokens.get(i - 1) : OPEN, next);
      } else {
        boolean followed = next instanceof DateElement.Digits;
        Optional<DateElement> element = element(token, followed, next);
        if (element.isEmpty()) {
          return Optional.empty();
        }
        next = element.get();
      }
    }
    return Optional.of(next);
  }

  private List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      int end = at + 1;
      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        while (end < pattern.length() && pattern.charAt(end) == c) {
          end++;
        }
        tokens.add(new Token(c, end - at));
      } else if (c == '\'') {
        end = quoted(tokens, at);
      } else {
        tokens.add(c == '[' ? OPEN : c == ']' ? CLOSE : new Token(c, 0));
      }
      at = end;
    }
    return tokens;
  }

  /** Adds the literals in quotes. {@return the index behind the closing quote} */
  private int quoted(List<Token> tokens, int from) {
    int at = from + 1;
    if (at < pattern.length() && pattern.charAt(at) == '\'') {
      tokens.add(new Token('\'', 0));
      return at + 1;
    }
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '\'') {
        if (at + 1 == pattern.length() || pattern.charAt(at + 1) != '\'') {
          return at + 1;
        }
        at++;
      }
      tokens.add(new Token(c, 0));
      at++;
    }
    return at;
  }

  private static DateElement literal(char sign, Token before, DateElement next) {
    if (DateScanner.isBlank(sign)) {
      boolean optional =
          before.is(',')
              || (next instanceof DateElement.Named named
                  && (named.name() == Name.HALF_OF_DAY || named.name() == Name.ZONE));
      return new DateElement.Blanks(optional, next);
    }
    if (sign == '.' && before.isName()) {
      return new DateElement.PointOfName(next);
    }
    if ((sign == '.' || sign == ',')
        && next instanceof DateElement.Named named
        && named.name() == Name.FRACTION) {
      return new DateElement.DecimalPoint(next);
    }
    return new DateElement.Literal(sign, next);
  }

  private static Optional<DateElement> element(Token token, boolean followed, DateElement next) {
    int count = token.count();
    return switch (token.sign()) {
      case 'y', 'u' ->
          switch (count) {
            case 1 -> number(Field.YEAR, 1, ANY_YEAR, followed, next);
            case 2 -> number(Field.SHORT_YEAR, 2, 2, false, next);
            case 4 -> number(Field.YEAR, 4, 4, false, next);
            default -> Optional.empty();
          };
      case 'M', 'L' ->
          count <= 2
              ? number(Field.MONTH, count, 2, followed && count == 1, next)
              : name(Name.MONTH, count, next);
      case 'd' -> number(Field.DAY, count, 2, followed && count == 1, next);
      case 'H', 'h', 'k', 'K' -> number(Field.HOUR, count, 2, followed && count == 1, next);
      case 'm' -> number(Field.MINUTE, count, 2, followed && count == 1, next);
      case 's' -> number(Field.SECOND, count, 2, followed && count == 1, next);
      case 'E' -> name(Name.WEEKDAY, count, next);
      case 'a' -> Optional.of(new DateElement.Named(Name.HALF_OF_DAY, next));
      case 'S' ->
          followed ? Optional.empty() : Optional.of(new DateElement.Named(Name.FRACTION, next));
      case 'X', 'x', 'Z', 'z', 'V', 'O' -> Optional.of(new DateElement.Named(Name.ZONE, next));
      default -> Optional.empty();
    };
  }

  /** {@return a name in full or shortened; other widths are not supported} */
  private static Optional<DateElement> name(Name name, int count, DateElement next) {
    return count <= 4 ? Optional.of(new DateElement.Named(name, next)) : Optional.empty();
  }

  /** {@return a number; one of a variable width must not run into the next} */
  private static Optional<DateElement> number(
      Field field, int least, int most, boolean runsOn, DateElement next) {
    return runsOn
        ? Optional.empty()
        : Optional.of(new DateElement.Digits(field, least, most, next));
  }
}
