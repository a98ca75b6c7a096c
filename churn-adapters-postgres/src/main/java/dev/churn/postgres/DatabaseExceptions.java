package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;

/** Translates database failures for callers. */
final class DatabaseExceptions {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final String FOREIGN_KEY_VIOLATION = "23503";

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** Such as of a standby that is not promoted yet. */
  private static final String READ_ONLY = "25006";

  private static final String DISK_FULL = "53100";
  private static final String OUT_OF_MEMORY = "53200";
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final Set<String> RESOURCES =
      Set.of(DISK_FULL, OUT_OF_MEMORY, TOO_MANY_CONNECTIONS);

  private DatabaseExceptions() {}

  /**
   * {@return the exception to throw instead of {@code failure}} A failure on which no caller can
   * act is a defect of this program and is returned unchanged.
   */
  static RuntimeException translate(RuntimeException failure) {
    if (failure instanceof ChurnException) {
      return failure;
    }
    String state = findSqlException(failure).map(SQLException::getSQLState).orElse("");
    if (isUnavailable(failure) && !RESOURCES.contains(state)) {
      return new ChurnException(
          ErrorCode.UNAVAILABLE,
          isWaitInVain(failure)
              ? "No connection to the database became free in time"
              : whyUnavailable(state),
          failure);
    }
    return switch (state) {
      case DISK_FULL ->
          new ChurnException(
              ErrorCode.NO_SPACE,
              "The disk of the database is full; enlarge it, or delete what nobody needs",
              failure);
      case OUT_OF_MEMORY ->
          new ChurnException(
              ErrorCode.UNAVAILABLE, "The database is out of memory at the moment", failure);
      case TOO_MANY_CONNECTIONS ->
          new ChurnException(
              ErrorCode.UNAVAILABLE,
              "The database grants no more connections at the moment; let it have more (max_connections), or this server fewer (DATABASE_POOL_SIZE)",
              failure);
      case UNIQUE_VIOLATION ->
          new ChurnException(ErrorCode.CONFLICT, "An entry with this id exists already", failure);
      case FOREIGN_KEY_VIOLATION ->
          new ChurnException(ErrorCode.NOT_FOUND, "The organization does not exist", failure);
      default -> failure;
    };
  }

  private static String whyUnavailable(String state) {
    if (isOvertaken(state)) {
      return "Another change was made at the same time; repeat the call";
    }
    return state.equals(READ_ONLY)
        ? "The database is read-only at the moment"
        : "The database cannot be reached at the moment";
  }

  /** {@return whether a transaction was rolled back, or not let in, for the sake of another one} */
  private static boolean isOvertaken(String state) {
    return state.startsWith("40") // deadlock, serialization
        || state.equals(LOCK_NOT_AVAILABLE);
  }

  /** {@return whether the same call may succeed once the database is available again} */
  static boolean isUnavailable(Throwable failure) {
    Optional<SQLException> found = findSqlException(failure);
    if (found.isEmpty()) {
      return false;
    }
    if (found.get() instanceof SQLTransientException) {
      return true; // no connection became free in time
    }
    String state = Optional.ofNullable(found.get().getSQLState()).orElse("");
    if (state.isEmpty() && isInterrupted(found.get())) {
      return true; // the pool was waiting for a connection for a thread that is to stop
    }
    return state.startsWith("08") // connection lost or refused
        || state.startsWith("53") // out of connections, memory or disk
        || state.startsWith("57P") // shut down, crashed, starting
        || isOvertaken(state)
        || state.equals(READ_ONLY);
  }

  private static boolean isInterrupted(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether all connections of the pool, which could open no more, were in use} */
  private static boolean isWaitInVain(Throwable failure) {
    return findSqlException(failure)
        .filter(SQLTransientConnectionException.class::isInstance)
        .filter(sql -> sql.getCause() == null)
        .isPresent();
  }

  private static Optional<SQLException> findSqlException(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }
}
