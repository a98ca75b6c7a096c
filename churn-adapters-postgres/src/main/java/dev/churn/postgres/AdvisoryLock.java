package dev.churn.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database lock that lasts as long as its connection, however the process that holds it ends. The
 * connection can be used for other work meanwhile. While the lock is held, a thread sends a
 * heartbeat over the connection. If the process hangs without ending, the heartbeats stop, and
 * whoever wants the lock ends the connection and takes it over.
 */
final class AdvisoryLock implements AutoCloseable {
  /** Settings that let the database server detect a dead client machine within half a minute. */
  static final String NOTICE_DEATH =
      "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4";

  private static final Logger LOG = LoggerFactory.getLogger(AdvisoryLock.class);
  private static final long PAUSE_MILLIS = 50;

  private final Connection connection;
  private Optional<JobWatch> heartbeat = Optional.empty();

  private AdvisoryLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * {@return the lock without heartbeats, or empty if another connection holds it}
   *
   * @param source opens new connections that do not come from a pool
   */
  static Optional<AdvisoryLock> tryAcquire(DataSource source, String key) throws SQLException {
    return tryAcquire(source, key, (connection, name) -> false);
  }

  /**
   * {@return the lock, or empty if another connection holds it and its process is alive}
   *
   * @param source opens new connections that do not come from a pool
   * @param faults counts the errors that the heartbeat's thread survives
   */
  static Optional<AdvisoryLock> tryAcquire(
      DataSource source, String key, JobSettings settings, AtomicLong faults) throws SQLException {
    Optional<AdvisoryLock> lock =
        tryAcquire(source, key, (connection, name) -> tryTakeOver(connection, name, settings));
    lock.ifPresent(
        held ->
            held.heartbeat =
                Optional.of(
                    JobWatch.begin(
                        "churn-lock-heartbeat", held::beat, settings.lockHeartbeat(), faults)));
    return lock;
  }

  /** What else may be done to get a lock that another connection holds. */
  private interface Otherwise {
    boolean tryLock(Connection connection, String key) throws SQLException;
  }

  private static Optional<AdvisoryLock> tryAcquire(
      DataSource source, String key, Otherwise otherwise) throws SQLException {
    Connection connection = source.getConnection();
    try {
      notice(connection);
      String name = "churn/" + key;
      if (tryLock(connection, name) || otherwise.tryLock(connection, name)) {
        return Optional.of(new AdvisoryLock(connection));
      }
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
    connection.close();
    return Optional.empty();
  }

  Connection connection() {
    return connection;
  }

  /** {@return whether the lock is still held} */
  boolean isHeld() {
    try {
      return connection.isValid(2);
    } catch (SQLException e) {
      throw new IllegalArgumentException("the timeout is not negative", e);
    }
  }

  /** Releases the lock and closes the connection. */
  @Override
  public void close() throws SQLException {
    heartbeat.ifPresent(JobWatch::end);
    connection.close();
  }

  private void beat() {
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    } catch (SQLException e) {
      // The job's own watch notices that the connection is broken, and interrupts the job.
      LOG.debug("No heartbeat could be sent", e);
    }
  }

  private static void notice(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(NOTICE_DEATH);
    }
  }

  private static boolean tryLock(Connection connection, String key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
      statement.setString(1, key);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /**
   * Ends the holder's session if its heartbeats have stopped. The holder is looked at twice, so
   * that neither a jump of the database's clock nor a machine that has just woken up looks like
   * silence.
   */
  private static boolean tryTakeOver(Connection connection, String key, JobSettings settings)
      throws SQLException {
    Optional<LockHolders.Silent> holder =
        LockHolders.findSilent(connection, key, settings.silence());
    if (holder.isEmpty()
        || !pause(settings.lockHeartbeat().multipliedBy(2).toMillis())
        || !LockHolders.findSilent(connection, key, settings.silence()).equals(holder)) {
      return false;
    }
    LOG.warn(
        "The holder of lock {} has been silent for {} or longer; it is taken over",
        key,
        settings.silence());
    LockHolders.end(connection, key);
    long deadline = System.nanoTime() + settings.silence().toNanos();
    while (System.nanoTime() < deadline && pause(PAUSE_MILLIS)) {
      if (tryLock(connection, key)) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether the pause was not interrupted} */
  private static boolean pause(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
