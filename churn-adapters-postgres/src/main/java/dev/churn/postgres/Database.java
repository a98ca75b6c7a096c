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

/**
 * Runs SQL, in the calling thread's transaction if there is one.
 *
 * <p>It never repeats a transaction by itself, not even one that ended with a deadlock: the work of
 * a transaction may have read a stream, written a file or called other ports, which it cannot know.
 * Callers repeat what can be repeated: the queue its jobs, whose steps are made for that, and
 * clients of the API their calls, which are told so. Where deadlocks can be prevented, the order of
 * locks prevents them (see {@link LatestBatch}).
 */
final class Database {
  /** Timeout of one statement over all rows of a batch. */
  private static final Duration PATIENCE = Duration.ofHours(1);

  /** Ends the transaction of a server that hangs, since its locks would hold up all others. */
  static final String END_IDLE = "set idle_in_transaction_session_timeout = '20s'";

  private static final String KEEP_IDLE = "set local idle_in_transaction_session_timeout = 0";

  private final Jdbi jdbi;

  /** The fence of the attempt that works in a thread. */
  @SuppressWarnings("ThreadLocalUsage") // several databases may be used in one thread
  private final ThreadLocal<Fence> fences = new ThreadLocal<>();

  Database(DataSource source) {
    this.jdbi = Jdbi.create(source);
    // bound values may be customer data, and messages go to the log
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    jdbi.registerArrayType(String.class, "text");
    jdbi.registerArrayType(UUID.class, "uuid");
    jdbi.registerArrayType(Double.class, "float8");
    jdbi.registerArrayType(Long.class, "int8");
  }

  /**
   * Runs the work of an attempt. Everything that it writes in this thread is refused with {@link
   * Fence.Superseded} once a later attempt has started.
   */
  void runFenced(Fence fence, Runnable work) {
    fences.set(fence);
    try {
      work.run();
    } finally {
      fences.remove();
    }
  }

  /** {@return the result of {@code work}} Failures are thrown as the ports specify. */
  <T> T call(Function<Handle, T> work) {
    return fences.get() == null ? callFreely(work) : inTransaction(work);
  }

  private <T> T callFreely(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (RuntimeException e) {
      throw DatabaseExceptions.translate(e);
    }
  }

  /** Like {@link #call}, but in a transaction. */
  <T> T inTransaction(Function<Handle, T> work) {
    try {
      return jdbi.withHandle(
          handle ->
              handle.isInTransaction()
                  ? work.apply(handle)
                  : handle.inTransaction(same -> fenced(same, work)));
    } catch (RuntimeException e) {
      throw DatabaseExceptions.translate(e);
    }
  }

  private <T> T fenced(Handle handle, Function<Handle, T> work) {
    Fence fence = fences.get();
    if (fence != null) {
      fence.require(handle);
    }
    return work.apply(handle);
  }

  /** Like {@link #call}, but all reads see the same snapshot of the database. */
  <T> T atOneMoment(Function<Handle, T> work) {
    return callFreely( // reads need no fence
        handle ->
            handle.isInTransaction()
                ? work.apply(handle)
                : handle.inTransaction(
                    TransactionIsolationLevel.REPEATABLE_READ, same -> work.apply(same)));
  }

  /**
   * Like {@link #inTransaction}, but for statements over millions of rows, which may take longer
   * than the timeout after which the server is otherwise considered dead.
   */
  <T> T inLongTransaction(Function<Handle, T> work) {
    return inTransaction(
        handle -> {
          try {
            // restore it before the pool reuses the connection
            handle.getConnection().setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
          } catch (SQLException e) {
            throw new ConnectionException(e);
          }
          handle.execute(
              KEEP_IDLE); // its work may compute, or wait for a reader, between statements
          return work.apply(handle);
        });
  }
}
