package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TextCopyTest {
  private static final String LONG = "9".repeat(1 << 20); // fills a buffer

  @Test
  void once_closed_the_database_is_done_with_it() throws SQLException {
    DatabaseSettings settings = TestServer.newDatabase();
    Jobs.execute(
        settings,
        """
        create table texts (text text);
        create function nap() returns trigger language plpgsql as
          $$ begin perform pg_sleep(1); return null; end $$;
        create trigger nap after insert on texts for each statement execute function nap();
        """);
    String copies =
        "select count(*) from pg_stat_activity where state = 'active' and query like 'copy%'";
    try (Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())) {
      connection.setAutoCommit(false);
      try (TextCopy copy = TextCopy.into(connection, "texts")) {
        copy.text(LONG);
        copy.endRow();
        assertThat(Jobs.becomesTrue(() -> Jobs.query(settings, copies).equals("1"))).isTrue();
      }

      assertThat(Jobs.query(settings, copies)).isEqualTo("0");
    }
    assertThat(Jobs.query(settings, "select count(*) from texts")).isEqualTo("0");
  }

  @Test
  void what_was_refused_hinders_nobody_from_rolling_back() throws SQLException {
    DatabaseSettings settings = TestServer.newDatabase();
    Jobs.execute(settings, "create table numbers (number integer)");
    try (Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password())) {
      connection.setAutoCommit(false);
      try (TextCopy copy = TextCopy.into(connection, "numbers")) {
        copy.text(LONG);
        copy.endRow();
      }

      assertThatCode(connection::rollback).doesNotThrowAnyException();
    }
  }
}
