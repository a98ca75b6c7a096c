package dev.churn.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The released change sets of all changelogs in the form in which Liquibase records them in the
 * database: file, author, id and checksum. A test compares this list with the records of Liquibase,
 * so that one query shows whether there is anything to apply.
 */
final class ReleasedChanges {
  private static final String LIST = "changelog/released.txt";

  private static final String IS_NOTED =
      "select to_regclass(quote_ident(current_schema()) || '.databasechangelog') is not null";
  private static final String NOTED =
      """
      select concat_ws(' ', filename, author || ':' || id, md5sum, nullif(exectype, 'EXECUTED'))
      from databasechangelog
      """;

  private ReleasedChanges() {}

  /**
   * {@return whether exactly the released change sets have run} Liquibase handles any other state,
   * such as a change set of a newer version, an older text or an incomplete schema.
   */
  static boolean haveRun(Connection connection) throws SQLException {
    return in(connection).equals(listed());
  }

  /** {@return the change sets that a database records, one line for each} */
  static Set<String> in(Connection connection) throws SQLException {
    Set<String> noted = new TreeSet<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet answer = statement.executeQuery(IS_NOTED)) {
        answer.next();
        if (!answer.getBoolean(1)) {
          return noted;
        }
      }
      try (ResultSet rows = statement.executeQuery(NOTED)) {
        while (rows.next()) {
          noted.add(rows.getString(1));
        }
      }
    }
    return noted;
  }

  static Set<String> listed() {
    try (InputStream in = ReleasedChanges.class.getResourceAsStream(LIST)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
