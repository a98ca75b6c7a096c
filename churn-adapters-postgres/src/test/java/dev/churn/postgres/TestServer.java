package dev.churn.postgres;

import dev.churn.domain.port.TestPorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.UUID;

/** One PostgreSQL for all tests of this JVM; every test class or test takes a new database. */
final class TestServer {
  private static final EmbeddedPostgres SERVER = start();

  private TestServer() {}

  private static EmbeddedPostgres start() {
    try {
      // It stops with the JVM.
      return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the settings of a new, empty database} */
  static DatabaseSettings newDatabase() {
    return newDatabase("template1");
  }

  /** {@return the settings of a new database with the current schema and no rows} */
  static DatabaseSettings newMigratedDatabase() {
    return newDatabase(Migrated.NAME);
  }

  private static DatabaseSettings newDatabase(String template) {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name + " template " + template);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return DatabaseSettings.parse(
        "postgresql://postgres@127.0.0.1:%d/%s".formatted(SERVER.getPort(), name));
  }

  /** A database that is migrated once; a copy of it takes less time than a migration. */
  private static final class Migrated {
    static final String NAME = migrate();

    private static String migrate() {
      DatabaseSettings settings = newDatabase();
      open(settings).close();
      return settings.jdbcUrl().replaceAll(".*/|\\?.*", "");
    }
  }

  static PostgresDatabase open(DatabaseSettings settings) {
    return PostgresDatabase.open(settings, Jobs.FAST, InstantSource.system());
  }

  /** {@return the ports of a database, for the contracts of each of them} */
  static TestPorts ports(PostgresDatabase database) {
    return new TestPorts(
        database.organizations(),
        database.datasets(),
        database.models(),
        database.predictions(),
        database.predictionLog(),
        database.outcomes(),
        database.reports(),
        database.pipelines(),
        database.jobs(),
        database.transactions());
  }
}
