package dev.churn.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A database lock that lasts as long as its connection, however the process that holds it ends. The
 * connection can be used for other work meanwhile.
 */
final class AdvisoryLock implements AutoCloseable {
  /** Settings that let the database server detect a dead client machine within half a minute. */
  static final String NOTICE_DEATH =
      "set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 4";

  private final Connection connection;

  private AdvisoryLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * {@return the lock, or empty if another connection holds it}
   *
   * @param source opens new connections that do not come from a pool
   */
  static Optional<AdvisoryLock> tryAcquire(DataSource source, String key) throws SQLException {
    Connection connection = source.getConnection();
    try {
      notice(connection);
      if (tryLock(connection, key)) {
        return Optional.of(new AdvisoryLock(connection));
      }
    } catch (SQLException e) {
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
    connection.close();
  }

  private static void notice(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(NOTICE_DEATH);
    }
  }

  private static boolean tryLock(Connection connection, String key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
      statement.setString(1, "churn/" + key);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }
}
