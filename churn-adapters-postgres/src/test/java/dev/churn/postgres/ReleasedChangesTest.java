package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking the database is enough to know whether there is anything to migrate. */
class ReleasedChangesTest {
  private final DatabaseSettings settings = TestServer.newMigratedDatabase();

  @Test
  void the_list_is_what_liquibase_notes_in_a_new_database() throws SQLException {
    DatabaseSettings empty = TestServer.newDatabase();
    assertThat(haveRun(empty)).isFalse();

    Migrations.apply(empty.newSource());

    try (Connection connection = empty.newSource().getConnection()) {
      assertThat(String.join("\n", ReleasedChanges.in(connection)))
          .as("changelog/released.txt")
          .isEqualTo(String.join("\n", ReleasedChanges.listed()));
    }
    assertThat(haveRun(empty)).isTrue();
  }

  @Test
  void what_has_run_is_not_looked_at_again() throws SQLException {
    // Liquibase would create it anew
    Jobs.execute(settings, "drop table databasechangeloglock");

    Migrations.apply(settings.newSource());

    assertThat(Jobs.query(settings, "select to_regclass('databasechangeloglock')")).isNull();
  }

  @Test
  void a_rehearsal_reads_all_of_them() {
    assertThat(Migrations.rehearse()).isEqualTo(ReleasedChanges.listed().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update databasechangelog set md5sum = '9:0' where id = 'jobs'",
        "update databasechangelog set md5sum = null where id = 'jobs'",
        "update databasechangelog set exectype = 'MARK_RAN' where id = 'jobs'",
        "delete from databasechangelog where id = 'jobs'",
        "update databasechangelog set id = 'newer' where id = 'jobs'",
        "alter table databasechangelog rename to other"
      })
  void anything_unexpected_is_for_liquibase(String change) throws SQLException {
    assertThat(haveRun(settings)).isTrue();

    Jobs.execute(settings, change);

    assertThat(haveRun(settings)).isFalse();
  }

  @Test
  void a_changed_text_is_refused_as_ever() throws SQLException {
    Jobs.execute(settings, "update databasechangelog set md5sum = '9:0' where id = 'jobs'");

    assertThatThrownBy(() -> Migrations.apply(settings.newSource()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("The schema could not be brought up to date");
  }

  @Test
  void an_older_schema_is_brought_up_to_date() throws SQLException {
    DatabaseSettings older = TestServer.newDatabase();
    Migrations.apply(older.newSource(), List.of("dev/churn/postgres/changelog/001-main-job.sql"));
    assertThat(haveRun(older)).isFalse();

    Migrations.apply(older.newSource());

    assertThat(haveRun(older)).isTrue();
  }

  private static boolean haveRun(DatabaseSettings settings) throws SQLException {
    try (Connection connection = settings.newSource().getConnection()) {
      return ReleasedChanges.haveRun(connection);
    }
  }
}
