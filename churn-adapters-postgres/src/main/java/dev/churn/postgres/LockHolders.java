package dev.churn.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;

/**
 * Finds and ends the sessions that hold an advisory lock. The database lets a role end sessions of
 * the same role, also behind a connection pooler.
 */
final class LockHolders {
  private static final String HOLDERS =
      """
       from pg_locks l left join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
        and ((cast(l.classid as bigint) << 32) | cast(l.objid as bigint))
          = hashtextextended(?, 0)
        and l.pid <> pg_backend_pid()
      """;

  private LockHolders() {}

  /**
   * A session that holds a lock and is waiting for its client.
   *
   * @param since when it began to wait, by the clock of the database
   */
  record Silent(int pid, Timestamp startedAt, Timestamp since) {}

  /**
   * {@return the holder of a lock if its client has sent nothing for a while} A holder that works
   * on a statement is not silent.
   */
  static Optional<Silent> findSilent(Connection connection, String key, Duration least)
      throws SQLException {
    String sql =
        "select l.pid, a.backend_start, a.state_change"
            + HOLDERS
            + " and a.state = 'idle'"
            + " and clock_timestamp() - a.state_change > ? * interval '1 millisecond'";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key);
      statement.setLong(2, least.toMillis());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Silent(row.getInt(1), row.getTimestamp(2), row.getTimestamp(3)))
            : Optional.empty();
      }
    }
  }

  /**
   * Ends all other sessions that hold a lock, which may take a moment; {@return how many there
   * are}.
   */
  static int end(Connection connection, String key) {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_terminate_backend(l.pid)" + HOLDERS)) {
      statement.setString(1, key);
      try (ResultSet ended = statement.executeQuery()) {
        int sessions = 0;
        while (ended.next()) { // the database ends one session a row
          sessions++;
        }
        return sessions;
      }
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }
}
