package dev.churn.postgres;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;

/**
 * Asks whether the database answers, and knows within a second and a half, also if the database is
 * frozen or no connection is free. Safe for use by several threads, which share one question.
 */
final class DatabasePing {
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  /** Longer than callers wait, so that they are told of their own patience. */
  private static final Duration PATIENCE_OF_A_CONNECTION = PATIENCE.plusMillis(400);

  private final Database database;
  private final HikariDataSource pool;
  private CompletableFuture<Void> question = CompletableFuture.completedFuture(null);

  DatabasePing(Database database, HikariDataSource pool) {
    this.database = database;
    this.pool = pool;
  }

  /**
   * Returns if the database answers.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} and the reason if it does not
   */
  void ping() {
    try {
      ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ChurnException(ErrorCode.UNAVAILABLE, silence(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChurnException(ErrorCode.UNAVAILABLE, "Interrupted while asking the database", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ChurnException known
          ? known
          : new ChurnException(ErrorCode.UNAVAILABLE, "The database refuses to answer", e);
    }
  }

  private String silence() {
    HikariPoolMXBean state = pool.getHikariPoolMXBean();
    return state.getActiveConnections() >= pool.getMaximumPoolSize()
        ? "No connection to the database is free: all %d of this server are in use"
            .formatted(pool.getMaximumPoolSize())
        : "The database has not answered within %d ms".formatted(PATIENCE.toMillis());
  }

  /** {@return the answer to the question under way, or to a new one if there is none} */
  private synchronized CompletableFuture<Void> ask() {
    if (question.isDone()) {
      var asked = new CompletableFuture<Void>();
      question = asked;
      Thread thread = new Thread(() -> answer(asked), "churn-database-ping");
      thread.setDaemon(true);
      thread.start();
    }
    return question;
  }

  private void answer(CompletableFuture<Void> asked) {
    try {
      database.call(DatabasePing::select);
      asked.complete(null);
    } catch (RuntimeException | Error e) { // the caller is told, whatever it is
      asked.completeExceptionally(e);
    }
  }

  private static int select(Handle handle) {
    try {
      // a connection that hangs must not be the answer to the next question; the pool restores this
      handle
          .getConnection()
          .setNetworkTimeout(Runnable::run, (int) PATIENCE_OF_A_CONNECTION.toMillis());
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
    return handle.createQuery("select 1").mapTo(Integer.class).one();
  }
}
