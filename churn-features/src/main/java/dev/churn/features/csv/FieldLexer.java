package dev.churn.features.csv;

import dev.churn.features.util.NumberMark;
import dev.churn.features.util.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Splits a record into its fields by one {@link Reading}. Used by one thread. */
final class FieldLexer {
  private static final int CLOSED = -1;

  /** The ways in which the bytes of a field are its value. */
  private enum Form {
    /** The bytes are the value. */
    AS_IS,
    /** Two quotes mean one. */
    PAIRS,
    /** As {@link #PAIRS}; a backslash stands before a quote or a backslash. */
    BACKSLASH,
    /** As {@link #PAIRS} up to the first unpaired quote, which is left out. */
    TEXT_BEHIND,
    /** A pair of quotes around the value is left out. */
    OUTER_QUOTES
  }

  private final byte delimiter;
  private int[] froms = new int[32];
  private int[] tos = new int[32];
  private Form[] forms = new Form[32];
  private byte[] bytes = new byte[0];
  private Reading reading = Reading.STANDARD;
  private int count;
  private int filled;
  private boolean stray;
  private int open = CLOSED; // position of the quote of a field that is not closed yet
  private int searched; // position up to which the closing quote was searched
  private boolean paired; // whether the open field contains a pair of quotes or an escape

  FieldLexer(byte delimiter) {
    this.delimiter = delimiter;
  }

  /**
   * Splits a record.
   *
   * @param to end of the record, without its line end
   * @return whether all quoted fields are closed
   */
  boolean split(byte[] text, int from, int to, Reading by) {
    bytes = text;
    reading = by;
    count = 0;
    filled = 0;
    stray = false;
    open = CLOSED;
    fields(from, to);
    return open == CLOSED;
  }

  /**
   * Continues a record whose last field was not closed.
   *
   * @param to end of its next line
   * @return whether all quoted fields are closed
   */
  boolean resume(int to) {
    int at = closing(to);
    if (open == CLOSED && at < to) {
      fields(at + 1, to);
    }
    return open == CLOSED;
  }

  private void fields(int from, int to) {
    int at = from;
    while (true) {
      int start = at;
      while (at < to && isBlank(bytes[at])) {
        at++;
      }
      if (at < to && bytes[at] == '"') {
        at = quoted(at, to);
      } else {
        at = plain(start, ByteSearch.find(bytes, delimiter, at, to));
      }
      if (open != CLOSED || at >= to) {
        return;
      }
      at++;
    }
  }

  private int plain(int from, int to) {
    add(from, to, Form.AS_IS);
    return to;
  }

  private int quoted(int quote, int to) {
    if (reading == Reading.LITERAL) {
      int stop = ByteSearch.find(bytes, delimiter, quote, to);
      add(quote, stop, Form.OUTER_QUOTES);
      return stop;
    }
    if (reading == Reading.TWICE && isTwice(quote, to)) {
      return twice(quote, to);
    }
    open = quote;
    searched = quote + 1;
    paired = false;
    int at = closing(to);
    if (open != CLOSED && reading == Reading.UNCLOSED) {
      open = CLOSED;
      stray = true;
      return plain(quote + 1, ByteSearch.find(bytes, delimiter, quote, to));
    }
    return at;
  }

  /** Searches the end of the open field, and returns it, or {@code to} if it is not closed. */
  private int closing(int to) {
    int at = searched;
    while (true) {
      at =
          reading == Reading.BACKSLASH
              ? quoteOrBackslash(at, to)
              : ByteSearch.find(bytes, (byte) '"', at, to);
      if (at >= to) {
        searched = Math.max(at, to);
        return to;
      }
      if (bytes[at] == '\\' || (at + 1 < to && bytes[at + 1] == '"')) {
        paired = true;
        at += 2;
        continue;
      }
      int end = at + 1;
      while (end < to && isBlank(bytes[end])) {
        end++;
      }
      if (end == to || bytes[end] == delimiter) {
        Form form = reading == Reading.BACKSLASH ? Form.BACKSLASH : Form.PAIRS;
        add(open + 1, at, paired ? form : Form.AS_IS);
        open = CLOSED;
        return end;
      }
      stray = true;
      if (reading == Reading.TEXT_BEHIND) {
        int stop = ByteSearch.find(bytes, delimiter, end, to);
        add(open + 1, stop, Form.TEXT_BEHIND);
        open = CLOSED;
        return stop;
      }
      at++;
    }
  }

  private int quoteOrBackslash(int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  private boolean isTwice(int quote, int to) {
    return quote + 2 < to
        && bytes[quote + 1] == '"'
        && bytes[quote + 2] != '"'
        && bytes[quote + 2] != delimiter
        && !isBlank(bytes[quote + 2]);
  }

  private int twice(int quote, int to) {
    for (int i = quote + 2; i + 1 < to; i++) {
      if (bytes[i] == '"' && bytes[i + 1] == '"') {
        int end = i + 2;
        while (end < to && isBlank(bytes[end])) {
          end++;
        }
        if (end == to || bytes[end] == delimiter) {
          add(quote + 2, i, Form.AS_IS);
          return end;
        }
      }
    }
    open = quote;
    searched = to;
    return to;
  }

  private void add(int from, int to, Form form) {
    if (count == froms.length) {
      froms = Arrays.copyOf(froms, 2 * count);
      tos = Arrays.copyOf(tos, 2 * count);
      forms = Arrays.copyOf(forms, 2 * count);
    }
    int start = from;
    int end = to;
    while (start < end && ByteSearch.isBlank(bytes[start])) {
      start++;
    }
    while (end > start && ByteSearch.isBlank(bytes[end - 1])) {
      end--;
    }
    froms[count] = start;
    tos[count] = end;
    forms[count] = form;
    count++;
    if (start < end) {
      filled = count;
    }
  }

  private boolean isBlank(byte b) {
    return b >= 0 && b <= ' ' && b != delimiter;
  }

  /** {@return the number of fields} A field that is not closed does not count. */
  int count() {
    return count;
  }

  /** {@return the number of fields without the blank ones at the end} */
  int filled() {
    return filled;
  }

  /** {@return whether the quotes are as in RFC 4180, apart from blanks around them} */
  boolean isStandard() {
    for (int i = 0; i < count && !stray; i++) {
      stray =
          forms[i] == Form.AS_IS && ByteSearch.find(bytes, (byte) '"', froms[i], tos[i]) < tos[i];
    }
    return !stray;
  }

  /** {@return the start of a field; of its value too if it {@link #isPlain}} */
  int from(int field) {
    return froms[field];
  }

  int to(int field) {
    return tos[field];
  }

  /** {@return whether the bytes of the field are its value} */
  boolean isPlain(int field) {
    return forms[field] == Form.AS_IS;
  }

  /** {@return whether a {@link NumberMark} stands behind a field} */
  boolean isMarked(int field) {
    return field < count && froms[field] < tos[field] && NumberMark.isBehind(bytes, tos[field]);
  }

  /** {@return the value of a field, without surrounding blanks; empty if there is no such field} */
  String value(int field) {
    if (field >= count) {
      return "";
    }
    int from = froms[field];
    int to = tos[field];
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return Text.trim(
        switch (forms[field]) {
          case AS_IS -> text;
          case PAIRS -> text.replace("\"\"", "\"");
          case BACKSLASH -> unescaped(text);
          case TEXT_BEHIND -> withoutFirstQuote(text);
          case OUTER_QUOTES ->
              text.length() > 1 && text.endsWith("\"")
                  ? text.substring(1, text.length() - 1)
                  : text;
        });
  }

  private static String unescaped(String text) {
    var value = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      boolean escapes = c == '\\' ? next == '"' || next == '\\' : c == '"' && next == '"';
      value.append(escapes ? next : c);
      i += escapes ? 1 : 0;
    }
    return value.toString();
  }

  private static String withoutFirstQuote(String text) {
    var value = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length() && (text.charAt(at) != '"' || text.startsWith("\"\"", at))) {
      value.append(text.charAt(at));
      at += text.charAt(at) == '"' ? 2 : 1;
    }
    return value.append(text, Math.min(at + 1, text.length()), text.length()).toString();
  }
}
