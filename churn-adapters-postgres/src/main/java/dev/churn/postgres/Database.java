package dev.churn.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/** Runs SQL, within the calling thread's transaction if there is one. */
final class Database {
  /** How long one statement over all rows of a batch may take. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Jdbi jdbi;

  Database(DataSource source) {
    this.jdbi = Jdbi.create(source);
    // what is bound may be a customer's, and messages go to the log
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    jdbi.registerArrayType(String.class, "text");
    jdbi.registerArrayType(UUID.class, "uuid");
    jdbi.registerArrayType(Double.class, "float8");
    jdbi.registerArrayType(Long.class, "int8");
  }

  /** {@return what {@code work} returns} Failures are told as the ports promise. */
  <T> T call(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (RuntimeException e) {
      throw DatabaseExceptions.translate(e);
    }
  }

  /** As {@link #call}, with all or nothing of the changes made. */
  <T> T inTransaction(Function<Handle, T> work) {
    try {
      return jdbi.inTransaction(work::apply);
    } catch (RuntimeException e) {
      throw DatabaseExceptions.translate(e);
    }
  }

  /** As {@link #call}, with all that is read as it was at one moment. */
  <T> T atOneMoment(Function<Handle, T> work) {
    return call(
        handle ->
            handle.isInTransaction()
                ? work.apply(handle)
                : handle.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ, same -> work.apply(same)));
  }

  /**
   * As {@link #inTransaction}, for statements that go through millions of rows: the answer to one
   * of them may take longer than the time after which the server is otherwise taken for dead.
   */
  <T> T inLongTransaction(Function<Handle, T> work) {
    return inTransaction(
        handle -> {
          try {
            // the pool takes it back
            handle.getConnection().setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
          } catch (SQLException e) {
            throw new ConnectionException(e);
          }
          return work.apply(handle);
        });
  }
}
