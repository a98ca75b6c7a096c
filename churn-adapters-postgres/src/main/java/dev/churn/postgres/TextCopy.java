package dev.churn.postgres;

import dev.churn.domain.job.Interrupts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;

/**
 * Sends rows to a table by {@code COPY} in its text format, a buffer at a time, so that the
 * connection is free in between: who gives the rows may ask the database, too. The caller's
 * transaction makes them one. While the database takes a buffer, the next one is filled; the driver
 * lets other statements of the connection wait until it has. To be closed before the transaction
 * ends, however it does: the driver lets nobody wait who is interrupted.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, File Formats</a>
 */
final class TextCopy implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final Connection connection;
  private final String sql;
  private final StringBuilder rows = new StringBuilder(BUFFER + (1 << 14));
  private boolean inRow;
  private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);

  private TextCopy(Connection connection, String sql) {
    this.connection = connection;
    this.sql = sql;
  }

  /**
   * Begins.
   *
   * @param target a table and its columns
   */
  static TextCopy into(Connection connection, String target) {
    return new TextCopy(connection, "copy " + target + " from stdin");
  }

  /** Adds a column with any text; backslashes and what would end a column or a row are escaped. */
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

  /** Adds a column with what is written without any character to escape, such as a number. */
  void plain(Object value) {
    beginColumn();
    rows.append(value);
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
      begin();
    }
  }

  /**
   * Sends what has not been sent yet; all rows are there when this returns.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNAVAILABLE} if the thread is interrupted
   */
  void send() {
    begin();
    await();
  }

  /** Waits until the database has taken or refused what it was sent; the rest is dropped. */
  @Override
  public void close() {
    sending.exceptionally(failure -> null).join();
  }

  private void begin() {
    Interrupts.check("Storing rows");
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    rows.setLength(0);
    await();
    sending = CompletableFuture.runAsync(() -> copy(bytes));
  }

  private void await() {
    try {
      sending.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CopyFailed failure) {
        throw failure;
      }
      throw e;
    }
  }

  private void copy(byte[] bytes) {
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(sql, new ByteArrayInputStream(bytes), BUFFER);
    } catch (SQLException e) {
      throw new CopyFailed(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // bytes in memory can be read
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
