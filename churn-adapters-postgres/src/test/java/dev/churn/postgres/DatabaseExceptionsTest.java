package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers are told of failures of the database. */
final class DatabaseExceptionsTest {
  @ParameterizedTest
  @CsvSource({
    "53100, NO_SPACE, The disk of the database is full",
    "53200, UNAVAILABLE, The database is out of memory",
    "53300, UNAVAILABLE, The database grants no more connections",
    "57P03, UNAVAILABLE, The database cannot be reached",
    "57P01, UNAVAILABLE, The database cannot be reached",
    "08006, UNAVAILABLE, The database cannot be reached",
    "40001, UNAVAILABLE, Another change was made at the same time; repeat the call",
    "40P01, UNAVAILABLE, Another change was made at the same time; repeat the call",
    "55P03, UNAVAILABLE, Another change was made at the same time; repeat the call",
    "25006, UNAVAILABLE, The database is read-only at the moment",
  })
  void a_state_of_the_database_is_told_in_words_and_a_job_tries_again(
      String state, ErrorCode code, String words) {
    RuntimeException told =
        DatabaseExceptions.translate(new ConnectionException(new SQLException("raw", state)));

    assertThat(told).isInstanceOf(ChurnException.class).hasMessageStartingWith(words);
    assertThat(((ChurnException) told).code()).isEqualTo(code);
    assertThat(told.getMessage()).doesNotContain("raw");
    assertThat(JobRunner.isTransient(told)).isTrue();
  }

  @Test
  void a_defect_is_not_taken_for_a_state_of_the_database() {
    var defect = new IllegalStateException(new SQLException("column x does not exist", "42703"));

    assertThat(DatabaseExceptions.translate(defect)).isSameAs(defect);
    assertThat(JobRunner.isTransient(defect)).isFalse();
  }

  @Test
  void an_attempt_that_is_interrupted_while_it_waits_for_a_connection_is_made_again()
      throws Exception {
    var settings = new HikariConfig();
    settings.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/nobody");
    settings.setInitializationFailTimeout(-1);
    settings.setMinimumIdle(0);
    try (var pool = new HikariDataSource(settings)) {
      var failure = new AtomicReference<RuntimeException>();
      var attempt =
          new Thread(
              () -> {
                Thread.currentThread().interrupt();
                try {
                  new Database(pool).call(handle -> 0);
                } catch (RuntimeException e) {
                  failure.set(e);
                }
              });
      attempt.start();
      attempt.join(20_000);

      assertThat(failure.get()).isInstanceOf(ChurnException.class);
      assertThat(JobRunner.isTransient(failure.get())).isTrue();
    }
  }
}
