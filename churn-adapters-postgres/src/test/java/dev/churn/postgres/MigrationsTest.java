package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.evaluation.Verdict;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.statistics.Interval;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class MigrationsTest {
  private static final String FIRST = "dev/churn/postgres/changelog/001-main-job.sql";

  @Test
  void jobs_of_an_earlier_schema_can_be_canceled() throws SQLException {
    DatabaseSettings settings = TestServer.newDatabase();
    Migrations.apply(settings.newSource(), List.of(FIRST));
    var acme = new OrganizationId(UUID.randomUUID());
    var waiting = new JobId(UUID.randomUUID());
    var failed = new JobId(UUID.randomUUID());
    Jobs.execute(
        settings,
        """
        insert into organizations
          (id, name, churn_threshold_days, active_window_days, activity_event_types, created_at)
        values ('%1$s', 'Acme', 30, 90, '{}', now());
        insert into jobs (id, organization_id, kind, subject, exclusive_key, status, progress,
          message, created_at, finished_at, error_message)
        values ('%2$s', '%1$s', 'train_model', '%2$s', 'k', 'queued', 0, 'Waiting', now(), null,
            null),
          ('%3$s', '%1$s', 'train_model', '%3$s', 'k', 'failed', 0, 'Failed', now(), now(), 'no')
        """
            .formatted(acme, waiting, failed));

    try (PostgresDatabase database = TestServer.open(settings)) {
      var handler = new TestHandler((job, progress) -> {});
      assertThat(database.jobs().find(acme, failed).orElseThrow().errorMessage()).contains("no");
      assertThat(
              database
                  .jobs()
                  .cancel(acme, waiting, Optional.of(new Requester("alice")), handler)
                  .status())
          .isEqualTo(JobStatus.CANCELED);
    }
    assertThatThrownBy(
            () -> Jobs.execute(settings, "update jobs set status = 'canceled', canceled_by = null"))
        .hasStackTraceContaining("violates check constraint");
  }

  @Test
  void a_migration_may_take_longer_than_a_call() throws SQLException {
    DatabaseSettings settings = TestServer.newDatabase();
    var impatient =
        new DatabaseSettings(
            settings.jdbcUrl().replace("socketTimeout=60", "socketTimeout=1"),
            settings.user(),
            "",
            DatabaseSettings.DEFAULT_POOL_SIZE);
    assertThat(impatient.jdbcUrl()).contains("socketTimeout=1");
    Jobs.execute(
        settings,
        "alter role postgres in database %s set statement_timeout = '2s'"
            .formatted(Jobs.query(settings, "select current_database()")));

    Migrations.apply(
        impatient.newPatientSource(), List.of("dev/churn/postgres/changelog/slow.sql"));

    assertThat(Jobs.query(settings, "select count(*) from slowly_made")).isEqualTo("0");
    assertThat(Jobs.query(settings, "show statement_timeout")).as("of a call").isEqualTo("2s");
  }

  @Test
  void a_migration_does_not_wait_for_ever_for_a_table_in_use() throws SQLException {
    DatabaseSettings settings = TestServer.newDatabase();
    Migrations.apply(settings.newSource(), List.of(FIRST));
    try (Connection user = settings.newSource().getConnection();
        Statement statement = user.createStatement()) {
      user.setAutoCommit(false);
      statement.execute("lock table organizations in access share mode");

      assertThatThrownBy(
              () ->
                  Migrations.apply(
                      settings.newPatientSource(),
                      List.of("dev/churn/postgres/changelog/blocked.sql")))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("lock timeout");
      user.rollback();
    }
  }

  @Test
  void liquibase_is_told_no_options_in_which_it_would_search_for_passwords() throws SQLException {
    DatabaseSettings settings = TestServer.newDatabase();
    try (Connection connection = settings.newSource().getConnection()) {
      assertThat(connection.getMetaData().getURL()).startsWith("jdbc:").contains("?");

      assertThat(new LiquibaseConnection(connection).getURL())
          .isEqualTo("jdbc:postgresql://" + settings.address());
    }
  }

  @Test
  void a_model_of_the_first_schema_is_kept_and_claims_nothing_that_was_not_looked_at()
      throws SQLException {
    DatabaseSettings settings = TestServer.newDatabase();
    var source = new PGSimpleDataSource();
    source.setUrl(settings.jdbcUrl());
    source.setUser(settings.user());
    Migrations.apply(source, List.of(FIRST));
    var organization = new OrganizationId(UUID.randomUUID());
    var id = new ModelId(UUID.randomUUID());
    // of 200 customers 60 churned: 42 hits, 18 missed, 21 false alarms, 119 right to stay
    Jobs.execute(
        settings,
        """
        insert into organizations
          (id, name, churn_threshold_days, active_window_days, activity_event_types, created_at)
        values ('%1$s', 'Acme', 30, 90, '{}', now());
        insert into model_metadata
          (id, organization_id, model_type, features_dataset_id, requested_at, status, version,
           is_active, trained_at, training_samples, churn_rate, evaluation_method, test_samples,
           test_churn_rate, accuracy, "precision", recall, f1_score, roc_auc, roc_auc_low,
           roc_auc_high, baseline_roc_auc, pr_auc, log_loss, brier, calibration_error,
           top_decile_lift, artifact_sha256)
        values
          ('%2$s', '%1$s', 'random_forest', '%2$s', now(), 'completed', 1, true, now(), 800, 0.31,
           'out_of_time', 200, 0.3, 0.805, 0.6666666666666666, 0.7, 0.6829268292682927, 0.81,
           0.74, 0.87, 0.77, 0.69, 0.43, 0.14, 0.02, 2.4, '%3$s')
        """
            .formatted(organization, id, "ab".repeat(32)));

    try (PostgresDatabase database = TestServer.open(settings)) {
      TrainingRun model = database.models().findActive(organization).orElseThrow();

      assertThat(model.id()).isEqualTo(id);
      Evaluation evaluation = model.version().evaluation();
      assertThat(evaluation.confusion()).isEqualTo(new ConfusionMatrix(42, 21, 18, 119));
      assertThat(evaluation.recencyRocAuc()).isEqualTo(0.77);
      assertThat(evaluation.gainOverRecency().rocAuc()).isEqualTo(0.04, within(1e-12));
      assertThat(evaluation.gainOverRecency().interval()).isEqualTo(new Interval(-1, 1));
      assertThat(evaluation.verdict().kind()).isEqualTo(Verdict.Kind.UNPROVEN);
      assertThat(evaluation.warnings()).hasSize(1);
      assertThat(evaluation.curves().roc()).isEmpty();
      assertThat(evaluation.scope())
          .isEqualTo(
              new EvaluationScope(
                  EvaluationMethod.OUT_OF_TIME, Population.ACTIVE, OptionalInt.empty(), List.of()));
      assertThat(evaluation.everyone()).isEmpty();
    }
  }
}
