package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.artifact.StoredModelArtifacts;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.features.RfmFeatures;
import dev.churn.local.LocalObjectStore;
import dev.churn.local.LocalPostgres;
import dev.churn.postgres.DatabaseSettings;
import dev.churn.postgres.JobSettings;
import dev.churn.postgres.PostgresDatabase;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Suspends an attempt of a job before and after each of its writes, lets a second attempt complete,
 * and wakes the first up: nothing may change then.
 */
final class FencingChaosTest {
  private static final Pattern READS =
      Pattern.compile(
          "(find|list|load|open|size|url|displayName|deployment|refersTo|read|count|activations|"
              + "predicted|hashCode|equals|toString|requireReady).*");
  private static final InstantSource CLOCK = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
  private static final JobSettings SETTINGS =
      new JobSettings(
          5,
          Duration.ofMillis(10),
          Duration.ofMillis(50),
          Duration.ofSeconds(60), // nobody is presumed dead but by the test
          Duration.ofMillis(50),
          Duration.ofSeconds(2));

  @TempDir private static Path folder;
  private static LocalPostgres postgres;

  @BeforeAll
  static void start() {
    postgres = LocalPostgres.start(folder.resolve("postgres"));
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void processing_is_fenced_at_every_write() throws Exception {
    everyWrite(JobKind.PROCESS_FEATURES, FencingChaosTest::organization, this::process);
  }

  @Test
  void training_is_fenced_at_every_write() throws Exception {
    everyWrite(JobKind.TRAIN_MODEL, this::processed, this::train);
  }

  @Test
  void scoring_is_fenced_at_every_write() throws Exception {
    everyWrite(JobKind.SCORE_CUSTOMERS, this::trained, this::score);
  }

  @Test
  void judging_is_fenced_at_every_write() throws Exception {
    everyWrite(
        JobKind.JUDGE_PREDICTIONS,
        churn -> {
          OrganizationId acme = trained(churn);
          run(score(churn, acme));
          return acme;
        },
        this::process); // its end submits the job that judges
  }

  private static OrganizationId organization(Churn churn) {
    return churn
        .organizations()
        .create("Acme", new OrganizationSettings(30, 90, Set.of(), false))
        .id();
  }

  private Job process(Churn churn, OrganizationId acme) {
    byte[] csv = Scenario.history(120, 1).getBytes(StandardCharsets.UTF_8);
    var raw = churn.uploads().upload(acme, "a.csv", Content.of(csv), UploadOptions.defaults());
    return churn.features().start(acme, raw.id());
  }

  private OrganizationId processed(Churn churn) {
    OrganizationId acme = organization(churn);
    run(process(churn, acme));
    return acme;
  }

  private Job train(Churn churn, OrganizationId acme) {
    return churn.training().start(acme, ModelType.LOGISTIC_REGRESSION, Optional.empty()).job();
  }

  private OrganizationId trained(Churn churn) {
    OrganizationId acme = processed(churn);
    run(train(churn, acme));
    return acme;
  }

  private Job score(Churn churn, OrganizationId acme) {
    DatasetId table =
        churn.datasets().list(acme, new PageRequest(10, 0)).items().stream()
            .filter(FeatureDataset.class::isInstance)
            .findFirst()
            .orElseThrow()
            .id();
    return churn.scoring().dataset(acme, table, Optional.empty()).job();
  }

  private static void run(Job job) {
    await(
        () ->
            query("select status from jobs where id = '%s'".formatted(job.id()))
                .equals("completed"));
  }

  /** Tries every write of a job, until it has no more. */
  private static void everyWrite(
      JobKind kind,
      Function<Churn, OrganizationId> prepare,
      BiFunction<Churn, OrganizationId, Job> start)
      throws Exception {
    List<String> steps = new ArrayList<>();
    Optional<String> tried = tryStep(new Pause(kind, 0), prepare, start);
    while (tried.isPresent()) {
      steps.add(tried.get());
      tried = tryStep(new Pause(kind, steps.size()), prepare, start);
    }
    System.out.printf("%s: %d steps: %s%n", kind, steps.size(), steps);
    assertThat(steps).hasSizeGreaterThan(3);
  }

  /** {@return where the first attempt was suspended, or empty if it has no such step} */
  private static Optional<String> tryStep(
      Pause pause,
      Function<Churn, OrganizationId> prepare,
      BiFunction<Churn, OrganizationId, Job> start)
      throws Exception {
    OrganizationId acme;
    try (var preparing = new Side(Pause.never())) {
      acme = prepare.apply(preparing.churn);
      await(FencingChaosTest::allFinished);
    }
    try (var first = new Side(pause)) {
      Job unused = start.apply(first.churn, acme);
      if (!pause.isReached()) {
        await(FencingChaosTest::allFinished);
        return Optional.empty();
      }
      presumeDead(pause.job());
      try (var second = new Side(Pause.never())) {
        await(FencingChaosTest::allFinished);
        String rows = rows(acme);
        Map<String, String> files = files();
        assertThat(second.churn).isNotNull();

        pause.end();

        assertThat(rows(acme)).as("rows after %s", pause.place()).isEqualTo(rows);
        assertThat(files()).as("files after %s", pause.place()).containsAllEntriesOf(files);
        assertThat(query("select attempt_token from jobs where id = '" + pause.job().id() + "'"))
            .isEqualTo("2");
        assertThat(query("select status from jobs where id = '" + pause.job().id() + "'"))
            .isEqualTo("completed");
      }
    }
    return Optional.of(pause.place());
  }

  /** Does to a job what a server does that has not heard of the job's server for a while. */
  private static void presumeDead(Job job) {
    query(
        """
        with ended as (
          select pg_terminate_backend(pid) from pg_locks
          where locktype = 'advisory' and mode = 'ExclusiveLock'
        ), revived as (
          update scheduled_tasks
          set picked = false, picked_by = null, last_heartbeat = null, version = version + 1,
            execution_time = now()
          where task_instance = '%s' returning 1
        )
        select (select count(*) from ended) + (select count(*) from revived)
        """
            .formatted(job.id()));
  }

  private static boolean allFinished() {
    return query("select count(*) from jobs where finished_at is null").equals("0")
        && query("select count(*) from scheduled_tasks").equals("0");
  }

  private static String rows(OrganizationId organization) {
    String tables =
        query(
            """
            select string_agg(table_name, ',') from information_schema.columns
            where column_name = 'organization_id' and table_schema = 'public'
            """);
    return Stream.of(tables.split(","))
        .sorted()
        .map(
            table ->
                "%s: %s%n"
                    .formatted(
                        table,
                        query(
                            ("select json_agg(t order by t::text) from %s t"
                                    + " where organization_id = '%s'")
                                .formatted(table, organization))))
        .collect(Collectors.joining());
  }

  private static Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder.resolve("storage"))) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        if (!file.toString().contains("/.tmp/")) {
          files.put(file.toString(), Digests.sha256(Content.of(Files.readAllBytes(file))));
        }
      }
    }
    return files;
  }

  private static String query(String sql) {
    try (Connection connection =
            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return String.valueOf(rows.getString(1));
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  /** A server without its routes, whose first attempt of a job may be suspended. */
  private static final class Side implements AutoCloseable {
    private final PostgresDatabase database;
    private final Churn churn;

    Side(Pause pause) {
      database = PostgresDatabase.open(DatabaseSettings.parse(postgres.url()), SETTINGS, CLOCK);
      ObjectStore store = new LocalObjectStore(folder.resolve("storage"), "http://127.0.0.1");
      store.prepare();
      ObjectStore objects = pause.at(ObjectStore.class, store);
      churn =
          Churn.builder()
              .organizations(database.organizations())
              .datasets(pause.at(DatasetCatalog.class, database.datasets()))
              .models(pause.at(ModelRegistry.class, database.models()))
              .batches(pause.at(PredictionBatches.class, database.predictions()))
              .predictionLog(database.predictionLog())
              .outcomes(pause.at(PredictionOutcomes.class, database.outcomes()))
              .reports(pause.at(MonitoringReports.class, database.reports()))
              .pipelines(database.pipelines())
              .removals(pause.at(Removals.class, database.removals()))
              .auditLog(database.auditLog())
              .erasures(database.erasures())
              .customerRecords(database.customerRecords())
              .apiKeys(database.apiKeys())
              .jobs(database.jobs())
              .transactions(pause.at(Transactions.class, database.transactions()))
              .databasePing(database::ping)
              .objects(objects)
              .artifacts(new StoredModelArtifacts(objects))
              .features(new RfmFeatures())
              .training(new ChurnModelTraining())
              .clock(CLOCK)
              .build();
      database.jobs().start(pause.handler(churn.jobHandler()), 1);
    }

    @Override
    public void close() {
      database.close();
      churn.close();
    }
  }

  /** Suspends the first attempt of a job of one kind at one of its writes. */
  private static final class Pause {
    private final Optional<JobKind> kind;
    private final int step;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch awake = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Thread worker;
    private volatile Job job;
    private volatile String place = "";
    private int count;

    Pause(JobKind kind, int step) {
      this(Optional.of(kind), step);
    }

    private Pause(Optional<JobKind> kind, int step) {
      this.kind = kind;
      this.step = step;
    }

    static Pause never() {
      return new Pause(Optional.empty(), 0);
    }

    Job job() {
      return job;
    }

    String place() {
      return place;
    }

    /** {@return whether the attempt has been suspended, once it has or has ended} */
    boolean isReached() {
      await(() -> reached.getCount() == 0 || ended.getCount() == 0);
      return reached.getCount() == 0;
    }

    /** Wakes the attempt up and waits for its end. */
    void end() throws InterruptedException {
      awake.countDown();
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      TimeUnit.MILLISECONDS.sleep(200); // the queue deals with its end
    }

    JobHandler handler(JobHandler next) {
      return (JobHandler)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {JobHandler.class},
              (proxy, method, arguments) -> {
                boolean isFirst =
                    method.getName().equals("run")
                        && job == null
                        && kind.equals(Optional.of(((Job) arguments[0]).request().kind()));
                if (!isFirst) {
                  return invoke(method, next, arguments);
                }
                job = (Job) arguments[0];
                worker = Thread.currentThread();
                try {
                  return invoke(method, next, arguments);
                } finally {
                  worker = null;
                  ended.countDown();
                }
              });
    }

    <T> T at(Class<T> port, T real) {
      return port.cast(
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {port},
              (proxy, method, arguments) -> {
                boolean counts =
                    Thread.currentThread().equals(worker)
                        && !READS.matcher(method.getName()).matches();
                String name = port.getSimpleName() + "." + method.getName();
                if (counts) {
                  pass("before " + name);
                }
                Object result = invoke(method, real, arguments);
                if (counts) {
                  pass("after " + name);
                }
                return result;
              }));
    }

    private static Object invoke(Method method, Object real, Object[] arguments) throws Throwable {
      try {
        return method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private void pass(String where) {
      if (count++ == step) {
        place = where;
        reached.countDown();
        while (awake.getCount() > 0) {
          try {
            awake.await();
          } catch (InterruptedException e) {
            // a process that is suspended is not interrupted
          }
        }
      }
    }
  }
}
