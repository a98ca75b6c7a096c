package dev.churn.features.source;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A file of JSON objects: one a line, or an array of them, or one after the other in any layout. It
 * is read twice: first for the columns, then for the values.
 */
final class Json {
  private final Layer text;
  private final boolean lines;
  private final JsonObjects objects = new JsonObjects();

  private Json(Layer text, boolean lines) {
    this.text = text;
    this.lines = lines;
  }

  /** {@return the position of the first byte that is no byte order mark and no blank} */
  static int start(byte[] head) {
    boolean mark =
        head.length > 2
            && (head[0] & 0xFF) == 0xEF
            && (head[1] & 0xFF) == 0xBB
            && (head[2] & 0xFF) == 0xBF;
    return skipBlanks(head, mark ? 3 : 0);
  }

  private static int skipBlanks(byte[] head, int from) {
    int at = from;
    while (at < head.length && head[at] >= 0 && head[at] <= ' ') {
      at++;
    }
    return at;
  }

  /** {@return whether a text in UTF-8 begins as JSON, as no header of a CSV file does} */
  static boolean isJson(byte[] head) {
    int first = start(head);
    if (first == head.length) {
      return false;
    }
    int second = skipBlanks(head, first + 1);
    char next = second == head.length ? ' ' : (char) head[second];
    return switch (head[first]) {
      case '{' -> next == '"' || next == '}';
      case '[' -> next == '{' || next == '[' || next == ']' || next == '"';
      default -> false;
    };
  }

  static Json of(Layer text) throws IOException {
    byte[] head = text.head(Layer.HEAD);
    int from = start(head);
    int end = endOfLine(head, from);
    var objects = new JsonObjects();
    boolean lines =
        head[from] == '{'
            && end < head.length
            && (isObject(objects, head, from, end)
                || isObject(objects, head, end, endOfLine(head, end)));
    return new Json(text, lines);
  }

  private static int endOfLine(byte[] head, int from) {
    int at = from;
    while (at < head.length && head[at] != '\n') {
      at++;
    }
    return Math.min(head.length, at + 1);
  }

  private static boolean isObject(JsonObjects objects, byte[] head, int from, int to) {
    if (from == to || head[from] != '{') {
      return false;
    }
    try (JsonParser parser = objects.parser(head, from, to - from)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  /**
   * Reads the file for its columns.
   *
   * @return its rows, of which the first one is the header
   * @throws ChurnException with {@link ErrorCode#UNPROCESSABLE} if the file holds no rows
   */
  GeneratedLines.Rows rows(Misfits misfits) throws IOException {
    var columns = new JsonColumns();
    try (InputStream in = withoutMark()) {
      if (lines) {
        JsonLines.readColumns(in, objects, columns);
      } else {
        JsonStream.readColumns(in, objects, columns);
      }
    }
    return lines
        ? new JsonLines(withoutMark(), objects, columns, misfits)
        : new JsonStream(withoutMark(), objects, columns, misfits);
  }

  private InputStream withoutMark() throws IOException {
    byte[] head = text.head(3);
    InputStream in = text.open();
    if (Arrays.equals(head, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF})) {
      in.skipNBytes(3);
    }
    return in;
  }
}
