package dev.churn.features.csv;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The shape of the rows of a file: how many fields they have and how their dates begin. It tells
 * whether a line is a row by itself, so that a quote that is not closed does not take the lines
 * behind it into its field. Used by one thread.
 */
final class RowShape {
  private static final int SAMPLED_BYTES = 1 << 16;
  private static final int SAMPLED_ROWS = 100;
  private static final int COMMON = 10; // a form is common if one in so many rows has it
  private static final int SYMBOLS = 5; // as many as "2024-01-05" has
  private static final Set<String> USUAL = Set.of("9-9-9", "9/9/9", "9.9.9");
  private static final Reading[] READINGS = {
    Reading.STANDARD, Reading.BACKSLASH, Reading.TEXT_BEHIND, Reading.TWICE
  };

  /** What a line within quotes tells about the quote. */
  enum Line {
    /** It is a row by itself. */
    ROW,
    /** It is none. */
    OTHER,
    /** It may be either. */
    UNCLEAR
  }

  private final int width;
  private final int customer;
  private final int date;
  private final byte delimiter;
  private final FieldLexer lexer;
  private final Set<String> dates;
  private final int narrowest;

  /** Learns the shape from the first rows. */
  RowShape(CsvHead head) {
    this.width = head.width();
    this.customer = head.columns().index(Column.CUSTOMER_ID);
    this.date = head.columns().index(Column.EVENT_DATE);
    this.delimiter = head.delimiter();
    this.lexer = new FieldLexer(delimiter);
    Map<String, Integer> forms = new HashMap<>();
    Map<Integer, Integer> widths = new HashMap<>();
    byte[] text = head.rest();
    int to = Math.min(text.length, SAMPLED_BYTES);
    int rows = 0;
    int at = 0;
    while (at < to && rows < SAMPLED_ROWS) {
      int end = ByteSearch.lineEnd(text, at, to);
      boolean closed = lexer.split(text, at, end, Reading.STANDARD);
      boolean single = closed;
      while (!closed && end < to) {
        end = ByteSearch.lineEnd(text, ByteSearch.afterLineEnd(text, end, to), to);
        closed = lexer.resume(end);
      }
      if (single && hasCustomerAndDate() && lexer.filled() <= width) {
        rows++;
        forms.merge(form(text, lexer.from(date), lexer.to(date)), 1, Integer::sum);
        widths.merge(Math.min(lexer.count(), width), 1, Integer::sum);
      }
      at = end < to ? ByteSearch.afterLineEnd(text, end, to) : to;
    }
    int few = rows / COMMON;
    this.dates =
        forms.entrySet().stream()
            .filter(e -> e.getValue() > few && e.getKey().indexOf('9') >= 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    this.narrowest =
        widths.entrySet().stream()
            .filter(e -> e.getValue() > few)
            .mapToInt(Map.Entry::getKey)
            .min()
            .orElse(width);
  }

  /** {@return whether a record has as many fields as the header, blank ones at the end aside} */
  boolean fits(FieldLexer record) {
    return record.count() >= width && record.filled() <= width;
  }

  boolean isWide(FieldLexer record) {
    return record.filled() > width;
  }

  /** {@return the number of columns, blank names at the end of the header aside} */
  int width() {
    return width;
  }

  /** {@return whether the customer and the date stand before the field that is not closed} */
  boolean hasKeys(FieldLexer record) {
    return record.count() > Math.max(customer, date);
  }

  /**
   * {@return what a line within quotes seems to be}
   *
   * @param keysBefore whether the customer and the date of the record stand before these quotes, so
   *     that the line that ends the text does not hold them
   */
  Line judge(byte[] text, int from, int to, boolean keysBefore) {
    Line unclear = keysBefore ? Line.ROW : Line.UNCLEAR;
    if (ByteSearch.areBlank(text, from, to)) {
      return Line.UNCLEAR;
    }
    boolean quotes = ByteSearch.find(text, (byte) '"', from, to) < to;
    int fewest = quotes ? Math.max(customer, date) + 1 : narrowest;
    if (ByteSearch.count(text, delimiter, from, to) + 1 < fewest) {
      return Line.OTHER;
    }
    for (Reading reading : READINGS) {
      boolean closed = lexer.split(text, from, to, reading);
      if (closed && isRow(text)) {
        return endsLikeQuoted(text) ? unclear : Line.ROW;
      }
      if (!quotes) {
        return Line.OTHER;
      }
      if (!closed && reading == Reading.TEXT_BEHIND && hasCustomerAndDate() && isDate(text)) {
        return Line.ROW; // another quote opens behind the date
      }
    }
    lexer.split(text, from, to, Reading.UNCLOSED);
    return isRow(text) ? unclear : Line.OTHER;
  }

  private boolean isRow(byte[] text) {
    return lexer.count() >= narrowest
        && lexer.filled() <= width
        && hasCustomerAndDate()
        && isDate(text);
  }

  private boolean hasCustomerAndDate() {
    return hasKeys(lexer)
        && lexer.from(customer) < lexer.to(customer)
        && lexer.from(date) < lexer.to(date);
  }

  private boolean isDate(byte[] text) {
    String form = form(text, lexer.from(date), lexer.to(date));
    return dates.contains(form)
        || USUAL.contains(form)
        || (dates.isEmpty() && form.indexOf('9') >= 0);
  }

  /** {@return whether a quote ends a field in which none opened, as in the last line of a text} */
  private boolean endsLikeQuoted(byte[] text) {
    for (int i = 0; i < lexer.count(); i++) {
      int last = lexer.to(i) - 1;
      if (lexer.isPlain(i)
          && last >= lexer.from(i)
          && text[last] == '"'
          && ByteSearch.count(text, (byte) '"', lexer.from(i), last) % 2 == 0) {
        return true;
      }
    }
    return false;
  }

  /** {@return how a value begins: 9 for digits, a for letters, other characters as they are} */
  private static String form(byte[] text, int from, int to) {
    var form = new StringBuilder(SYMBOLS);
    for (int i = from; i < to; i++) {
      byte b = text[i];
      char symbol;
      if (b >= '0' && b <= '9') {
        symbol = '9';
      } else if (b < 0 || Character.isLetter(b)) {
        symbol = 'a';
      } else {
        symbol = (char) b;
      }
      boolean repeated =
          (symbol == '9' || symbol == 'a')
              && form.length() > 0
              && form.charAt(form.length() - 1) == symbol;
      if (!repeated) {
        if (form.length() == SYMBOLS) {
          break;
        }
        form.append(symbol);
      }
    }
    return form.toString();
  }
}
