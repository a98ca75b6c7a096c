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
  private final DatabaseSettings settings = TestServer.newDatabase();

  @Test
  void the_list_is_what_liquibase_notes_in_a_new_database() throws SQLException {
    assertThat(haveRun()).isFalse();

    Migrations.apply(settings.newSource());

    try (Connection connection = settings.newSource().getConnection()) {
      assertThat(String.join("\n", ReleasedChanges.in(connection)))
          .as("changelog/released.txt")
          .isEqualTo(String.join("\n", ReleasedChanges.listed()));
    }
    assertThat(haveRun()).isTrue();
  }

  @Test
  void what_has_run_is_not_looked_at_again() throws SQLException {
    Migrations.apply(settings.newSource());
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
    Migrations.apply(settings.newSource());

    Jobs.execute(settings, change);

    assertThat(haveRun()).isFalse();
  }

  @Test
  void a_changed_text_is_refused_as_ever() throws SQLException {
    Migrations.apply(settings.newSource());
    Jobs.execute(settings, "update databasechangelog set md5sum = '9:0' where id = 'jobs'");

    assertThatThrownBy(() -> Migrations.apply(settings.newSource()))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("The schema could not be brought up to date");
  }

  @Test
  void an_older_schema_is_brought_up_to_date() throws SQLException {
    Migrations.apply(
        settings.newSource(), List.of("dev/churn/postgres/changelog/001-main-job.sql"));
    assertThat(haveRun()).isFalse();

    Migrations.apply(settings.newSource());

    assertThat(haveRun()).isTrue();
  }

  private boolean haveRun() throws SQLException {
    try (Connection connection = settings.newSource().getConnection()) {
      return ReleasedChanges.haveRun(connection);
    }
  }
}
