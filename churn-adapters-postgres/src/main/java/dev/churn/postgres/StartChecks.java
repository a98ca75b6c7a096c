package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Checks before the first use of a database that its connections are of the kind needed. */
final class StartChecks {
  /** One round finds a pooler in transaction mode that nobody else uses; others may interfere. */
  private static final int ROUNDS = 5;

  private StartChecks() {}

  /**
   * Requires that each connection has a session of its own, which a connection pooler in
   * transaction or statement mode does not give, and that row-level security does not hide the
   * tables.
   *
   * @param source opens new connections that do not come from a pool
   * @param address host, port and database, for messages
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} and what to use instead
   */
  static void check(DataSource source, String address) throws SQLException {
    try (Connection first = source.getConnection();
        Connection second = source.getConnection()) {
      if (sharesSessions(first, second)) {
        throw new ChurnException(
            ErrorCode.INVALID_INPUT,
            ("DATABASE_URL: expected a database or a pooler in session mode at %s, found a pooler in"
                    + " transaction mode, in which locks and prepared statements get lost. On"
                    + " Supabase, use the session pooler, which is the same host with port 5432, or"
                    + " the direct address db.<project>.supabase.co:5432; with PgBouncer, set"
                    + " pool_mode=session")
                .formatted(address));
      }
      requireVisibleRows(first, address);
    }
  }

  /**
   * {@return whether the connections share sessions of the database} In session mode, both have one
   * of their own for as long as they are open. In transaction mode, a connection has one only
   * during a transaction: the other connection gets it next, or the first gets another one.
   */
  private static boolean sharesSessions(Connection first, Connection second) throws SQLException {
    int session = sessionOf(first);
    for (int round = 0; round < ROUNDS; round++) {
      try {
        second.setAutoCommit(false);
        if (sessionOf(second) == session || sessionOf(first) != session) {
          return true;
        }
        second.rollback();
      } catch (SQLException e) {
        if (String.valueOf(e.getMessage()).contains("statement pooling")) {
          return true; // statement mode, which has no transactions at all
        }
        throw e;
      }
    }
    return false;
  }

  private static int sessionOf(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void requireVisibleRows(Connection connection, String address)
      throws SQLException {
    String sql =
        "select current_user where row_security_active(cast(to_regclass('organizations') as oid))";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      if (row.next()) {
        throw new ChurnException(
            ErrorCode.INVALID_INPUT,
            ("DATABASE_URL: expected the owner of the tables at %s, found the role %s, from which"
                    + " row-level security hides their rows; connect as the owner, or make this"
                    + " role the owner")
                .formatted(address, row.getString(1)));
      }
    }
  }
}
