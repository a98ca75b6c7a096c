package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.batch.Include;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.prediction.RiskSegment;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the first version of the program has stored is still there, and of use, in this one. */
class UpgradeTest {
  private static final String ORGANIZATION = "00000000-0000-4000-8000-000000000001";
  private static final String ACTIVE = "00000000-0000-4000-8000-000000000002";

  /** A raw file as the first version and all later ones add it. */
  private static final String RAW =
      """
      insert into organizations (id, name, churn_threshold_days, active_window_days,
        activity_event_types, created_at) values ('%1$s', 'Acme', 30, 90, '{}', now());
      insert into datasets (id, organization_id, dataset_type, status, bucket, path, filename,
        file_size, sha256, row_count, uploaded_at, activity_event_types, rejected_row_count,
        warnings, has_churn_label, first_event_date, last_event_date, event_type_count)
      values ('%2$s', '%1$s', 'raw', 'ready', 'datasets', 'org_%1$s/raw/%2$s.csv', 'a.csv', 1,
        repeat('a', 64), 1, now(), '{}', 0, '{}', false, '2024-01-01', '2024-02-01', 1);
      """
          .formatted(ORGANIZATION, ACTIVE);

  private final DatabaseSettings settings = TestServer.newDatabase();

  @Test
  void models_of_the_first_version_go_on_serving_and_begin_the_history() throws SQLException {
    Migrations.apply(
        settings.newSource(), List.of("dev/churn/postgres/changelog/001-main-job.sql"));
    Jobs.execute(
        settings,
        """
        insert into organizations (id, name, churn_threshold_days, active_window_days,
          activity_event_types, created_at) values ('%1$s', 'Acme', 30, 90, '{}', now());
        insert into model_metadata (id, organization_id, model_type, features_dataset_id,
          requested_at, status, version, is_active, trained_at, training_samples, churn_rate,
          evaluation_method, test_samples, test_churn_rate, accuracy, "precision", recall,
          f1_score, roc_auc, roc_auc_low, roc_auc_high, baseline_roc_auc, pr_auc, log_loss, brier,
          calibration_error, top_decile_lift, artifact_sha256)
        values ('%2$s', '%1$s', 'random_forest', gen_random_uuid(), '2024-01-01', 'completed', 4,
          true, '2024-01-02', 100, .3, 'out_of_time', 50, .3, .8, .7, .6, .65, .8, .7, .9, .75, .6,
          .4, .1, .02, 2, repeat('a', 64));
        insert into model_metadata (id, organization_id, model_type, features_dataset_id,
          requested_at, status, failed_at, error_message)
        values (gen_random_uuid(), '%1$s', 'random_forest', gen_random_uuid(), '2024-01-01',
          'failed', now(), 'too few')
        """
            .formatted(ORGANIZATION, ACTIVE));

    try (PostgresDatabase database = TestServer.open(settings)) {
      OrganizationId acme = OrganizationId.parse(ORGANIZATION);
      TrainingRun active = database.models().findActive(acme).orElseThrow();
      var outcome = active.version();
      assertThat(outcome.type()).isEqualTo(ModelType.RANDOM_FOREST);
      assertThat(outcome.provenance()).isEmpty();
      assertThat(outcome.activation().activated()).isTrue();
      assertThat(database.models().deployment(acme))
          .isEqualTo(Deployment.none().withChampion(ModelId.parse(ACTIVE)));
      assertThat(database.models().activations(acme, PageRequest.first()).items())
          .singleElement()
          .satisfies(
              first -> {
                assertThat(first.version()).isEqualTo(4);
                assertThat(first.cause().at()).isEqualTo(outcome.trainedAt());
                assertThat(first.cause().by()).isEmpty();
              });
      assertThat(database.models().list(acme, PageRequest.first()).total()).isEqualTo(2);
    }
    assertThatThrownBy(() -> Jobs.execute(settings, "update model_activations set reason = 'x'"))
        .hasStackTraceContaining("rows of model_activations are only ever added");
    assertThatThrownBy(() -> Jobs.execute(settings, "delete from model_activations"))
        .hasStackTraceContaining("rows of model_activations are only ever added");
  }

  @Test
  void tables_of_the_first_version_have_the_eight_features_of_it() throws SQLException {
    Migrations.apply(
        settings.newSource(), List.of("dev/churn/postgres/changelog/001-main-job.sql"));
    Jobs.execute(
        settings,
        RAW
            + """
        insert into datasets (id, organization_id, dataset_type, status, bucket, path, filename,
          file_size, sha256, row_count, uploaded_at, activity_event_types, source_dataset_id,
          horizon_days, active_window_days, monetary_reference, customers, label_conflicts)
        values (gen_random_uuid(), '%1$s', 'features', 'ready', 'utils',
          'org_%1$s/features/features_%2$s.csv', 'f.csv', 1, repeat('a', 64), 1, now(), '{}',
          '%2$s', 30, 90, 100, 1, 0)
        """
                .formatted(ORGANIZATION, ACTIVE));

    try (PostgresDatabase database = TestServer.open(settings)) {
      OrganizationId acme = OrganizationId.parse(ORGANIZATION);
      FeatureDataset table =
          database.datasets().findFeaturesOf(acme, DatasetId.parse(ACTIVE)).orElseThrow();

      assertThat(table.manifest().features())
          .containsExactly(
              "recency_score",
              "frequency_score",
              "monetary_score",
              "engagement_score",
              "tenure_days",
              "activity_trend",
              "avg_transaction_value",
              "days_between_transactions");
      assertThat(database.datasets().list(acme, PageRequest.first()).total()).isEqualTo(2);
    }
  }

  @Test
  void latest_predictions_of_an_earlier_version_are_still_those() throws SQLException {
    Migrations.apply(
        settings.newSource(),
        Stream.of("001-main-job", "002-registry", "003-predictions", "004-evaluation")
            .map(name -> "dev/churn/postgres/changelog/" + name + ".sql")
            .toList());
    Jobs.execute(
        settings,
        """
        insert into organizations (id, name, churn_threshold_days, active_window_days,
          activity_event_types, created_at) values ('%1$s', 'Acme', 30, 90, '{}', now());
        insert into prediction_batches (id, organization_id, batch_name, source, as_of,
          input_bucket, input_path, created_at, status, completed_at, avg_churn_probability,
          low_count, medium_count, high_count, critical_count, output_bucket, output_path,
          features_dataset_id)
        select id, '%1$s', 'a batch', 'dataset', day, 'utils', 'org_%1$s/features/f.csv', now(),
          'completed', now(), 0.5, 2, 0, 0, 0, 'utils', 'org_%1$s/predictions/p.csv', '%2$s'
        from (values (cast('%2$s' as uuid), date '2024-01-31'), ('%3$s', '2024-02-29'))
          as batch (id, day);
        insert into customer_predictions
        select id, false, rank, customer, probability, '%2$s', 1, '{}'
        from (values (cast('%2$s' as uuid), 1, 'gone', 0.9), ('%2$s', 2, 'stays', 0.8),
            ('%3$s', 1, 'new', 0.6), ('%3$s', 2, 'stays', 0.1))
          as prediction (id, rank, customer, probability);
        insert into latest_predictions
        select '%1$s', p.customer_id, b.id, b.position, p.rank_order, b.as_of, p.churn_probability
        from customer_predictions p join prediction_batches b on b.id = p.batch_id
        where (b.id, p.customer_id) <> ('%2$s', 'stays');
        insert into latest_prediction_counts values ('%1$s', 1, 0, 1, 1);
        """
            .formatted(ORGANIZATION, ACTIVE, "00000000-0000-4000-8000-000000000003"));

    try (PostgresDatabase database = TestServer.open(settings)) {
      OrganizationId acme = OrganizationId.parse(ORGANIZATION);
      var all =
          database
              .predictions()
              .customers(acme, Optional.empty(), Include.ALL, PageRequest.first());
      assertThat(all.items())
          .extracting(p -> p.customerId() + " " + p.probability().value())
          .containsExactly("gone 0.9", "new 0.6", "stays 0.1");
      assertThat(all.total()).isEqualTo(3);
      for (Include include : Include.values()) { // states are not known, so nobody is lapsed
        assertThat(
                database
                    .predictions()
                    .customers(acme, Optional.empty(), include, PageRequest.first())
                    .items())
            .isEqualTo(include == Include.LAPSED ? List.of() : all.items());
      }
      assertThat(database.predictions().history(acme, "stays", 10))
          .extracting(p -> p.probability().value())
          .containsExactly(0.1, 0.8);
      for (RiskSegment segment : RiskSegment.values()) {
        assertThat(
                database
                    .predictions()
                    .customers(acme, Optional.of(segment), Include.ALL, PageRequest.first())
                    .total())
            .as(segment.label())
            .isEqualTo(segment == RiskSegment.MEDIUM ? 0 : 1);
      }
    }
  }

  @Test
  void the_release_before_targets_writes_checks_and_pipelines_on_the_newer_schema()
      throws SQLException {
    Migrations.apply(settings.newSource());
    String written =
        """
        insert into dataset_checks (dataset_id, organization_id, compared_with, is_forced)
        values ('%2$s', '%1$s', null, false)
        on conflict (dataset_id) do update set
          compared_with = excluded.compared_with, is_forced = excluded.is_forced;
        delete from dataset_findings where dataset_id = '%2$s';
        insert into dataset_findings (dataset_id, position, kind, sentence, expected, found)
        values ('%2$s', 0, 'event_type_gone', 'It is odd', 'some', 'none');
        insert into pipeline_steps (dataset_id, organization_id, step, status, message)
        select '%2$s', '%1$s', step, 'waiting', '' from (values ('features'), ('train'), ('score')) s (step)
        on conflict (dataset_id, step) do update set status = excluded.status;
        """
            .formatted(ORGANIZATION, ACTIVE);
    try (PostgresDatabase database = TestServer.open(settings)) {
      OrganizationId acme = OrganizationId.parse(ORGANIZATION);
      Jobs.execute(settings, RAW);
      Jobs.execute(settings, written);
      Jobs.execute(settings, written);

      DatasetId raw = DatasetId.parse(ACTIVE);
      assertThat(database.datasets().findCheck(acme, raw).orElseThrow().findings()).hasSize(1);
      assertThat(database.pipelines().find(acme, raw).orElseThrow().steps()).hasSize(3);
    }
  }
}
