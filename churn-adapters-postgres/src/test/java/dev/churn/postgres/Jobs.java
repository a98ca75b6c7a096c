package dev.churn.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** Settings of queues, and a look at the tables behind them. */
final class Jobs {
  /** Pauses that tests need not wait for. */
  static final JobSettings FAST =
      new JobSettings(
          5,
          Duration.ofMillis(10),
          Duration.ofMillis(20),
          Duration.ofMillis(250),
          Duration.ofMillis(50),
          Duration.ofSeconds(1));

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Jobs() {}

  /** {@return whether all jobs finish within half a minute} */
  static boolean allFinished(DatabaseSettings settings) {
    return becomesTrue(
        () ->
            query(settings, "select count(*) from jobs where finished_at is null").equals("0")
                && query(settings, "select count(*) from scheduled_tasks").equals("0"));
  }

  /** {@return whether {@code condition} comes true within half a minute} */
  static boolean becomesTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      if (condition.getAsBoolean()) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return false;
  }

  static void execute(DatabaseSettings settings, String sql) {
    try (Connection connection =
            DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Executes a statement that may take longer than a call. */
  static void executePatiently(DatabaseSettings settings, String sql) throws SQLException {
    try (Connection connection = settings.newPatientSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static boolean isEmpty(DataSource source, String table) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1 from " + table + " limit 1")) {
      return !rows.next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@return the first column of the first row, as text} */
  static String query(DatabaseSettings settings, String sql) {
    try (Connection connection =
            DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
