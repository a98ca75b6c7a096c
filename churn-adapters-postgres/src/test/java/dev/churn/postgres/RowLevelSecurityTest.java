package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.memory.Samples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Roles that are granted everything, as those of a Supabase project are, still see nothing. */
class RowLevelSecurityTest {
  private final DatabaseSettings settings = TestServer.newMigratedDatabase();
  private final String role = settings.address().replaceAll(".*/", "").replace("test", "role");
  private final DatabaseSettings other =
      new DatabaseSettings(settings.jdbcUrl(), role, "", settings.poolSize());

  @BeforeEach
  void another_role() {
    Jobs.execute(
        settings,
        """
        create role %1$s login;
        grant all on schema public to %1$s;
        grant all on all tables in schema public to %1$s;
        grant all on all sequences in schema public to %1$s
        """
            .formatted(role));
  }

  @AfterEach
  void no_other_role() {
    Jobs.execute(settings, "drop owned by %1$s; drop role %1$s".formatted(role));
  }

  private List<String> tables(String which) {
    String all =
        Jobs.query(
            settings,
            """
            select coalesce(string_agg(c.relname, ' ' order by c.relname), '')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'f') and %s
            """
                .formatted(which));
    return Arrays.stream(all.split(" ", -1)).filter(table -> !table.isEmpty()).toList();
  }

  @Test
  void every_table_has_it() {
    assertThat(tables("not c.relrowsecurity"))
        .as("a change set that creates a table enables row level security, as 019 does")
        .isEmpty();
    assertThat(tables("true")).contains("organizations", "customer_predictions", "jobs");
    assertThat(Jobs.query(settings, "select count(*) from pg_policy")).isEqualTo("0");
  }

  @Test
  void another_role_reads_and_writes_nothing() {
    try (PostgresDatabase database = TestServer.open(settings)) {
      database.organizations().add(Samples.organization("Acme", Samples.MONDAY));
    }
    assertThat(Jobs.query(settings, "select count(*) from organizations")).isEqualTo("1");

    for (String table : tables("true")) {
      assertThat(Jobs.query(other, "select count(*) from " + table)).as(table).isEqualTo("0");
    }
    assertThat(
            Jobs.query(
                other,
                "with d as (delete from organizations returning 1),"
                    + " u as (update organizations set name = 'x' returning 1)"
                    + " select (select count(*) from d) + (select count(*) from u)"))
        .isEqualTo("0");
    assertThatThrownBy(
            () ->
                Jobs.execute(
                    other,
                    "insert into removals (kind, target, due_at) values ('object', 'x', now())"))
        .hasStackTraceContaining("violates row-level security policy");
    assertThat(Jobs.query(settings, "select name from organizations")).isEqualTo("Acme");
  }

  @Test
  void a_server_is_not_started_as_a_role_that_would_see_nothing() {
    assertThatThrownBy(() -> TestServer.open(other).close())
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("role " + role)
        .hasMessageContaining("owner");
  }
}
