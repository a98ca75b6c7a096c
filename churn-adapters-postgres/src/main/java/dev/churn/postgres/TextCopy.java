package dev.churn.postgres;

import dev.churn.domain.job.Interrupts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;

/**
 * Sends rows to a table by {@code COPY} in its text format, one buffer at a time. Between buffers
 * the connection is free, so that the source of the rows may use it, too; the caller's transaction
 * makes the writes atomic. The next buffer is filled while the database processes the previous one;
 * meanwhile the driver delays other statements of the connection. It must be closed before the
 * transaction ends, even after a failure, because the driver cannot wait in an interrupted thread.
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
   * Starts a copy.
   *
   * @param target table name and columns
   */
  static TextCopy into(Connection connection, String target) {
    return new TextCopy(connection, "copy " + target + " from stdin");
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
    if (rows.length() >= BUFFER) {
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
    await();
  }

  /**
   * Waits until the database has accepted or rejected the buffer in progress, and discards the
   * rest.
   */
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
      throw new UncheckedIOException(e); // reading bytes in memory cannot fail
    }
  }

  /** A failed copy, in a form that {@link Database} translates like all database failures. */
  private static final class CopyFailed extends JdbiException {
    private static final long serialVersionUID = 1L;

    CopyFailed(SQLException cause) {
      super(cause);
    }
  }
}
