package dev.churn.postgres;

import dev.churn.domain.job.Interrupts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.PGConnection;

/**
 * Sends rows to a table by {@code COPY}, one buffer at a time. Between buffers the connection is
 * free, so that the source of the rows may use it, too; the caller's transaction makes the writes
 * atomic. The next buffer is filled while the database processes the previous one; meanwhile the
 * driver delays other statements of the connection. It must be closed before the transaction ends,
 * even after a failure, because the driver cannot wait in an interrupted thread.
 */
final class CopyStream implements AutoCloseable {
  /** Size of a buffer in bytes. */
  static final int BUFFER = 1 << 20;

  private final Connection connection;
  private final String sql;
  private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);

  CopyStream(Connection connection, String sql) {
    this.connection = connection;
    this.sql = sql;
  }

  /** Sends a buffer once the database has accepted the one before. */
  void begin(byte[] bytes, int length) {
    Interrupts.check("Storing rows");
    await();
    sending = CompletableFuture.runAsync(() -> copy(bytes, length));
  }

  /** Waits until the database has accepted the buffer in progress. */
  void await() {
    try {
      sending.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CopyFailed failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Waits until the database has accepted or rejected the buffer in progress. */
  @Override
  public void close() {
    sending.exceptionally(failure -> null).join();
  }

  private void copy(byte[] bytes, int length) {
    try {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(sql, new ByteArrayInputStream(bytes, 0, length), BUFFER);
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
