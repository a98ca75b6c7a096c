package dev.churn.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * Sends rows to a table by {@code COPY} in its text format, as {@link CopyStream} does.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, File Formats</a>
 */
final class TextCopy implements AutoCloseable {
  private final CopyStream stream;
  private final StringBuilder rows = new StringBuilder(CopyStream.BUFFER + (1 << 14));
  private boolean inRow;

  private TextCopy(CopyStream stream) {
    this.stream = stream;
  }

  /**
   * Starts a copy.
   *
   * @param target table name and columns
   */
  static TextCopy into(Connection connection, String target) {
    return new TextCopy(new CopyStream(connection, "copy " + target + " from stdin"));
  }

  /** Adds a text column; backslashes and column and row separators are escaped. */
  void text(String text) {
    beginColumn();
    String kept = Columns.text(text);
    for (int i = 0; i < kept.length(); i++) {
      char c = kept.charAt(i);
      switch (c) {
        case '\\' -> rows.append("\\\\");
        case '\t' -> rows.append("\\t");
        case '\n' -> rows.append("\\n");
        case '\r' -> rows.append("\\r");
        default -> rows.append(c);
      }
    }
  }

  /** Adds a column with an array of texts. */
  void texts(List<String> texts) {
    var array = new StringBuilder("{");
    for (String text : texts) {
      array.append(array.length() > 1 ? "," : "").append('"');
      array.append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
    text(array.append('}').toString());
  }

  /** Adds a column whose text needs no escaping, such as a number. */
  void plain(Object value) {
    beginColumn();
    rows.append(value);
  }

  /** Adds a column like {@link #plain}, or null. */
  void optional(Optional<?> value) {
    plain(value.isPresent() ? value.get() : "\\N");
  }

  private void beginColumn() {
    if (inRow) {
      rows.append('\t');
    }
    inRow = true;
  }

  void endRow() {
    rows.append('\n');
    inRow = false;
    if (rows.length() >= CopyStream.BUFFER) {
      begin();
    }
  }

  /**
   * Sends the buffered rows; the database has all rows when this returns.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} if the thread is interrupted
   */
  void send() {
    begin();
    stream.await();
  }

  /**
   * Waits until the database has accepted or rejected the buffer in progress, and discards the
   * rest.
   */
  @Override
  public void close() {
    stream.close();
  }

  private void begin() {
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    rows.setLength(0);
    stream.begin(bytes, bytes.length);
  }
}
