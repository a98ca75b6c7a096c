package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.CustomerRecords;
import dev.churn.domain.port.CustomerStatesContract;
import dev.churn.domain.port.DatasetCatalogContract;
import dev.churn.domain.port.ExpectedLossContract;
import dev.churn.domain.port.JobQueueContract;
import dev.churn.domain.port.ModelRegistryContract;
import dev.churn.domain.port.MonitoringReportsContract;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PipelinesContract;
import dev.churn.domain.port.PredictionBatchesContract;
import dev.churn.domain.port.PredictionLogContract;
import dev.churn.domain.port.PredictionOutcomesContract;
import dev.churn.domain.port.PredictionSortContract;
import dev.churn.domain.port.TestPorts;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * No statement reads a whole table that grows with customers and time. All contracts run in a
 * database with two million predictions of other organizations, and the plan of every statement
 * that they execute is looked at. Takes minutes, and therefore runs only on request: {@code mvn
 * -Pplans -pl churn-adapters-postgres -am test}.
 */
@EnabledIfSystemProperty(named = "plans", matches = "true")
class StatementPlansTest {
  /** Tables that grow with customers and time; the others have a few rows for an organization. */
  private static final List<String> GROWING =
      List.of(
          "customer_predictions",
          "batch_customers",
          "batch_value_pages",
          "batch_model_counts",
          "earlier_predictions",
          "past_predictions",
          "logged_predictions",
          "logged_prediction_counts",
          "outcome_counts",
          "outcome_days",
          "outcome_day_models",
          "customer_outcomes",
          "prediction_batches",
          "jobs",
          "datasets",
          "dataset_columns",
          "feature_snapshots",
          "model_metadata",
          "model_activations",
          "pipeline_steps");

  private static final Pattern WHOLE_TABLE = Pattern.compile("Seq Scan on (\\w+)");

  /**
   * An index that is read from its beginning, without a condition on its columns. Indexes of
   * unfinished work are always small.
   */
  private static final Pattern WHOLE_INDEX =
      Pattern.compile(
          "Index (?:Only )?Scan (?:Backward )?using (?!\\w*unfinished_)\\w+ on (\\w+)[^\\n]*\\n(?!\\s*Index Cond)");

  private static DatabaseSettings settings;
  private static ExplainingDataSource source;
  private static HikariDataSource pool;
  private static Database database;

  @BeforeAll
  static void two_million_predictions() throws SQLException {
    settings = TestServer.newDatabase();
    Migrations.apply(settings.newPatientSource());
    for (String statement : FILL.split(";\n", -1)) {
      if (!statement.isBlank()) {
        Jobs.executePatiently(settings, statement);
      }
    }
    source = new ExplainingDataSource(settings);
    var config = new HikariConfig();
    config.setDataSource(source);
    pool = new HikariDataSource(config);
    database = new Database(pool);
  }

  @AfterAll
  static void no_statement_reads_a_whole_table() {
    pool.close();
    var found = new TreeSet<String>();
    source
        .plans()
        .forEach(
            (sql, plans) -> {
              for (String plan : plans) {
                for (Pattern whole : List.of(WHOLE_TABLE, WHOLE_INDEX)) {
                  Matcher matcher = whole.matcher(plan);
                  while (matcher.find()) {
                    if (GROWING.contains(matcher.group(1))) {
                      found.add(matcher.group(1) + ": " + sql + "\n" + plan);
                    }
                  }
                }
              }
            });
    assertThat(source.plans()).hasSizeGreaterThan(50);
    assertThat(found).as("statements that read a whole table").isEmpty();
  }

  private static final String LARGE = "select md5('org7')::uuid";

  private static final String FILL =
      """
      set synchronous_commit = off;
      insert into organizations (id, name, churn_threshold_days, active_window_days,
        activity_event_types, created_at)
      select md5('org' || n)::uuid, 'Organization ' || n, 30, 90, '{}', now()
      from generate_series(1, 100) n;
      insert into prediction_batches (id, organization_id, batch_name, source, as_of,
        input_bucket, input_path, created_at, status, completed_at, avg_churn_probability,
        low_count, medium_count, high_count, critical_count, active_window_days,
        lapsed_avg_churn_probability, lapsed_low_count, lapsed_medium_count, lapsed_high_count,
        lapsed_critical_count, output_bucket, output_path, features_dataset_id)
      select md5('batch' || n)::uuid, md5('org' || n % 100 + 1)::uuid, 'b', 'dataset',
        date '2023-01-01' + n / 100, 'utils', 'org_x/features/f.csv', now() - n * interval '1 min',
        'completed', now(), 0.5, 100, 0, 0, 0, 90, 0.5, 50, 0, 0, 0, 'utils',
        'org_x/predictions/p.csv',
        md5('table' || n)::uuid
      from generate_series(1, 20000) n;
      insert into customer_predictions (batch_id, is_shadow, rank_order, customer_id,
        churn_probability, model_id, model_version, is_lapsed, days_silent, list_order, value_order, expected_activity,
        expected_spend, value_at_risk, reasons)
      select md5('batch' || b)::uuid, false, n, 'c-' || n, 1 - n / 100.0, md5('model' || b)::uuid,
        1, n > 50, n, n, n, 1, 200 - n, 200 - n, '{}'
      from generate_series(1, 20000) b, generate_series(1, 100) n;
      insert into batch_customers (batch_id, first_hash, hashes, ranks)
      select batch_id, min(page << 62), array_agg(hash), array_agg(rank_order::integer)
      from (
        select batch_id, rank_order, hash, hash >> 62 as page
        from customer_predictions,
          cast(cast('x' || left(md5(customer_id), 16) as bit(64)) as bigint) as hash
      ) h
      group by batch_id, page;
      insert into batch_value_pages (batch_id, first_place, ranks)
      select md5('batch' || b)::uuid, 1, array(select n from generate_series(1, 100) n)
      from generate_series(1, 20000) b;
      insert into batch_model_counts (batch_id, model_id, is_shadow, prediction_count)
      select md5('batch' || n)::uuid, md5('model' || n)::uuid, false, 100
      from generate_series(1, 20000) n;
      insert into latest_batches (organization_id, batch_id, batch_low_count)
      select md5('org' || n)::uuid, md5('batch' || 19900 + n - 1)::uuid, 100
      from generate_series(1, 100) n;
      insert into earlier_predictions (organization_id, customer_id, batch_id, batch_position,
        rank_order, as_of, churn_probability, is_lapsed, value_at_risk)
      select md5('org' || o)::uuid, 'e-' || n, md5('batch' || o)::uuid, o, n, '2023-01-01', 0.5,
        n % 2 = 0, n
      from generate_series(1, 100) o, generate_series(1, 5000) n;
      insert into past_predictions (organization_id, customer_id, batch_id, rank_order, as_of,
        churn_probability, since, until, is_lapsed, value_at_risk)
      select md5('org' || o)::uuid, 'p-' || n, md5('batch' || o)::uuid, n, '2023-01-01', 0.5, 0, 1,
        n % 2 = 0, n
      from generate_series(1, 100) o, generate_series(1, 1000) n;
      insert into logged_prediction_counts (organization_id, as_of, model_id, prediction_count)
      select md5('org' || o)::uuid, date '2023-01-01' + n, md5('model' || o)::uuid, 50
      from generate_series(1, 100) o, generate_series(1, 100) n;
      insert into logged_predictions (organization_id, as_of, customer_id, model_id,
        model_version, role, probability, created_at)
      select md5('org' || o)::uuid, date '2023-01-01' + n / 50, 'c-' || n, md5('model' || o)::uuid,
        1, 'champion', 0.5, now()
      from generate_series(1, 100) o, generate_series(1, 5000) n;
      insert into outcome_days (organization_id, as_of, horizon_days, known_until, is_changed)
      select md5('org' || o)::uuid, date '2023-01-01' + n, 30, date '2023-03-01' + n, false
      from generate_series(1, 100) o, generate_series(1, 50) n;
      insert into outcome_day_models (day_id, model_id)
      select id, md5('model' || id)::uuid from outcome_days;
      insert into outcome_counts (organization_id, as_of, model_id, prediction_count, known_count,
        unknown_count)
      select organization_id, as_of, md5('model' || id)::uuid, 100, 100, 0 from outcome_days;
      insert into customer_outcomes (day_id, customer_id, churned)
      select id, 'c-' || n, n % 3 = 0 from outcome_days, generate_series(1, 100) n;
      insert into jobs (id, organization_id, kind, subject, exclusive_key, status, progress,
        message, created_at, finished_at)
      select md5('job' || n)::uuid, md5('org' || n % 100 + 1)::uuid, 'score_customers',
        md5('batch' || n)::uuid, 'predictions/' || n % 100, 'completed', 1, 'Completed', now(),
        now()
      from generate_series(1, 100000) n;
      insert into datasets (id, organization_id, dataset_type, status, bucket, path, filename,
        file_size, sha256, row_count, uploaded_at, activity_event_types, rejected_row_count,
        warnings, has_churn_label, first_event_date, last_event_date, event_type_count)
      select md5('raw' || n)::uuid, md5('org' || n % 100 + 1)::uuid, 'raw', 'ready', 'datasets',
        'org_x/raw/r.csv', 'a.csv', 1, repeat('a', 64), 1, now() - n * interval '1 min', '{}', 0,
        '{}', false, '2023-01-01', '2024-02-01', 1
      from generate_series(1, 20000) n;
      insert into datasets (id, organization_id, dataset_type, status, bucket, path, filename,
        file_size, sha256, row_count, uploaded_at, activity_event_types, source_dataset_id,
        feature_names, horizon_days, active_window_days, monetary_reference, customers,
        label_conflicts)
      select md5('table' || n)::uuid, md5('org' || n % 100 + 1)::uuid, 'features', 'ready',
        'utils', 'org_x/features/f.csv', 'f.csv', 1, repeat('a', 64), 1,
        now() - n * interval '1 min', '{}', md5('raw' || n)::uuid, '{a}', 30, 90, 100, 1, 0
      from generate_series(1, 20000) n;
      insert into dataset_columns (dataset_id, name, header)
      select md5('raw' || n)::uuid, 'customer_id', 'id' from generate_series(1, 20000) n;
      insert into feature_snapshots (dataset_id, position, as_of, role, row_count,
        labelled_count, churned_count)
      select md5('table' || n)::uuid, 0, '2024-01-01', 'score', 1, 0, 0
      from generate_series(1, 20000) n;
      insert into pipeline_steps (dataset_id, organization_id, step, status, job_id, message)
      select md5('raw' || n)::uuid, md5('org' || n % 100 + 1)::uuid, 'features', 'completed',
        md5('job' || n)::uuid, 'x'
      from generate_series(1, 20000) n;
      insert into model_metadata (id, organization_id, model_type, features_dataset_id,
        requested_at, status, failed_at, error_message)
      select md5('model' || n)::uuid, md5('org' || n % 100 + 1)::uuid, 'random_forest',
        md5('table' || n)::uuid, now() - n * interval '1 min', 'failed', now(), 'x'
      from generate_series(1, 20000) n;
      insert into model_activations (organization_id, model_id, version, activated_at, reason)
      select md5('org' || n % 100 + 1)::uuid, md5('model' || n)::uuid, n, now(), 'x'
      from generate_series(1, 20000) n;
      vacuum analyze;
      """;

  private static TestPorts explained() {
    return new TestPorts(
        new PostgresOrganizations(database),
        new PostgresDatasetCatalog(database),
        new PostgresModelRegistry(database),
        new PostgresPredictionBatches(database),
        new PostgresPredictionLog(database),
        new PostgresPredictionOutcomes(database),
        new PostgresMonitoringReports(database),
        new PostgresPipelines(database),
        new PostgresJobQueue(database, pool, source, Jobs.FAST, InstantSource.system()),
        new JdbiTransactions(database));
  }

  @Nested
  class OfDatasets extends DatasetCatalogContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }
  }

  @Nested
  class OfModels extends ModelRegistryContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }
  }

  @Nested
  class OfBatches extends PredictionBatchesContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }
  }

  @Nested
  class OfCustomerStates extends CustomerStatesContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }

    @Override
    protected CustomerRecords records() {
      return new PostgresCustomerRecords(database);
    }
  }

  @Nested
  class OfSorts extends PredictionSortContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }

    @Override
    protected CustomerRecords records() {
      return new PostgresCustomerRecords(database);
    }
  }

  @Nested
  class OfExpectedLosses extends ExpectedLossContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }

    @Override
    protected CustomerRecords records() {
      return new PostgresCustomerRecords(database);
    }
  }

  @Nested
  class OfLoggedPredictions extends PredictionLogContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }
  }

  @Nested
  class OfOutcomes extends PredictionOutcomesContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }
  }

  @Nested
  class OfReports extends MonitoringReportsContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }
  }

  @Nested
  class OfPipelines extends PipelinesContract {
    @Override
    protected TestPorts ports() {
      return explained();
    }
  }

  /** The contract of organizations wants a database without any. */
  @Nested
  class OfOrganizations {
    private final Organizations organizations = explained().organizations();

    @Test
    void a_large_organization_is_deleted() {
      OrganizationId id = OrganizationId.parse(Jobs.query(settings, LARGE));

      assertThat(organizations.find(id)).isPresent();
      assertThat(organizations.beginDeletion(id)).isTrue();
      organizations.purge(id, (rows, count) -> {});
      assertThat(Jobs.query(settings, "select count(*) from organizations where id = '" + id + "'"))
          .isEqualTo("0");
    }

    @Test
    void organizations_are_changed_and_listed() {
      Organization acme = Samples.organization("Acme", Samples.MONDAY);
      organizations.add(acme);
      organizations.update(acme);

      assertThat(organizations.list(PageRequest.first()).total()).isPositive();
      assertThat(explained().transactions().call(() -> organizations.lock(acme.id())))
          .isEqualTo(acme);
    }
  }

  @Nested
  class OfJobs extends JobQueueContract {
    private final PostgresJobQueue jobs =
        new PostgresJobQueue(database, pool, source, Jobs.FAST, InstantSource.system());

    @BeforeEach
    void no_jobs_of_other_tests() {
      Jobs.execute(settings, "delete from scheduled_tasks");
      Jobs.execute(
          settings,
          "update jobs set status = 'canceled', cancel_requested_at = now(), finished_at = now()"
              + " where status in ('queued', 'running')");
    }

    @AfterEach
    void close() {
      jobs.close();
    }

    @Override
    protected TestPorts ports() {
      TestPorts ports = explained();
      return new TestPorts(
          ports.organizations(),
          ports.datasets(),
          ports.models(),
          ports.batches(),
          ports.predictionLog(),
          ports.outcomes(),
          ports.reports(),
          ports.pipelines(),
          jobs,
          ports.transactions());
    }

    @Override
    protected void workOff(JobHandler handler) {
      jobs.start(handler, 2);
      assertThat(Jobs.becomesTrue(() -> Jobs.isEmpty(source, "scheduled_tasks"))).isTrue();
    }
  }
}
