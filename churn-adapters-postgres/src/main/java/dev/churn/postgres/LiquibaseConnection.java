package dev.churn.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import liquibase.database.jvm.JdbcConnection;

/**
 * A connection that tells Liquibase host, port and database, and no options.
 *
 * <p>Liquibase looks for passwords in the URL again and again, by patterns that try every pair of
 * its characters. The driver names all its options there, so that a migration spent most of its
 * time on this search.
 */
final class LiquibaseConnection extends JdbcConnection {
  LiquibaseConnection(Connection connection) {
    super(connection);
  }

  @Override
  protected String getConnectionUrl() throws SQLException {
    return super.getConnectionUrl().replaceFirst("\\?.*", "");
  }
}
