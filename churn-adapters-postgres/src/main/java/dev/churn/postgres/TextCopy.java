package dev.churn.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows to a table by {@code COPY} in its text format, some thousand bytes at a time. Nothing
 * else can be done on the connection until this is closed.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, File Formats</a>
 */
final class TextCopy implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final CopyIn copy;
  private final StringBuilder rows = new StringBuilder(BUFFER + 4096);
  private boolean inRow;

  private TextCopy(CopyIn copy) {
    this.copy = copy;
  }

  /**
   * Begins.
   *
   * @param target a table and its columns
   */
  static TextCopy into(Connection connection, String target) {
    try {
      return new TextCopy(
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy " + target + " from stdin"));
    } catch (SQLException e) {
      throw new CopyFailed(e);
    }
  }

  /** Adds a column with any text; backslashes and what would end a column or a row are escaped. */
  void text(String text) {
    beginColumn();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> rows.append("\\\\");
        case '\t' -> rows.append("\\t");
        case '\n' -> rows.append("\\n");
        case '\r' -> rows.append("\\r");
        case '\0' -> rows.append('\uFFFD'); // as Columns.text
        default -> rows.append(c);
      }
    }
  }

  /** Adds a column of true as 1 and false as 0. */
  void flags(boolean[] flags) {
    beginColumn();
    for (boolean flag : flags) {
      rows.append(flag ? '1' : '0');
    }
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
    if (rows.length() >= BUFFER) {
      send();
    }
  }

  private void send() {
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    rows.setLength(0);
    try {
      copy.writeToCopy(bytes, 0, bytes.length);
    } catch (SQLException e) {
      throw new CopyFailed(e);
    }
  }

  /** Sends the rest and has the rows kept. */
  void finish() {
    send();
    try {
      copy.endCopy();
    } catch (SQLException e) {
      throw new CopyFailed(e);
    }
  }

  /** Gives up if it is not finished. */
  @Override
  public void close() {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      throw new CopyFailed(e);
    }
  }

  /** Translated at the border, as all failures of the database are. */
  private static final class CopyFailed extends JdbiException {
    private static final long serialVersionUID = 1L;

    CopyFailed(SQLException cause) {
      super(cause);
    }
  }
}
