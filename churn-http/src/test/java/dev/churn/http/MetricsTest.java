package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.drift.Drift;
import dev.churn.domain.drift.FeatureDrift;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobHandler;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryJobQueue;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.Cut;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.monitoring.RealizedPerformance.Quality;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.JobQueue;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.MonitoringReports;
import dev.churn.domain.statistics.Interval;
import dev.churn.http.metrics.MetricsServer;
import dev.churn.http.request.RequestLog;
import dev.churn.postgres.ConnectionCounts;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What Prometheus reads of a server. */
final class MetricsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "monitoring-the-server.md");

  /** A line of the text format that is no comment. */
  private static final Pattern SERIES =
      Pattern.compile(
          "([a-z_][a-z0-9_]*)(\\{([a-z_]+=\"[^\"]*\",?)+})? (NaN|[+-]Inf|-?[0-9.]+(E-?[0-9]+)?)");

  @TempDir Path folder;

  @Test
  void every_line_is_in_the_text_format_and_every_series_has_a_type() throws IOException {
    try (var api = ApiInMemory.start(folder)) {
      var caller = new Caller(api.url());
      caller.get("/health/live");

      Response answer = caller.get("/metrics");

      assertThat(answer.header("Content-Type")).startsWith("text/plain; version=0.0.4");
      Set<String> typed = new TreeSet<>();
      for (String line : answer.text().split("\n", -1)) {
        if (line.startsWith("# TYPE ")) {
          typed.add(line.split(" ", -1)[2]);
        } else if (!line.startsWith("# HELP ") && !line.isEmpty()) {
          assertThat(line).matches(SERIES);
          assertThat(typed).as(line).containsAnyOf(nameOf(line), familyOf(line));
        }
      }
      assertThat(typed).hasSizeGreaterThan(50);
      assertThat(answer.text())
          .contains(
              "churn_http_requests_total{method=\"GET\",route=\"/health/live\",status=\"200\"} 1.0");
    }
  }

  private static String nameOf(String line) {
    return line.replaceAll("[ {].*", "");
  }

  private static String familyOf(String line) {
    return nameOf(line).replaceAll("_(bucket|count|sum)$", "");
  }

  @Test
  void all_that_the_document_names_exists_and_all_that_exists_is_in_the_document()
      throws Exception {
    Set<String> documented = names(Files.readString(DOCUMENT));

    Set<String> found = names(everything());

    assertThat(documented)
        .hasSizeGreaterThan(40)
        .allSatisfy(name -> assertThat(found).containsAnyOf(name, name + "_count"));
    assertThat(documented)
        .containsAll(
            found.stream()
                .filter(name -> name.startsWith("churn_"))
                .map(name -> name.replaceAll("(?<=_seconds)_(bucket|count|sum|max)$", ""))
                .toList());
  }

  private static Set<String> names(String text) {
    return Pattern.compile("(?<![a-z_])(?:churn|jvm|process)_[a-z0-9_]+")
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** {@return the metrics of a server on which everything has happened that is counted} */
  private String everything() throws Exception {
    try (Churn churn = MeteredApi.churn().reports(reports()).models(models()).build()) {
      churn.organizations().create("Shop", OrganizationSettings.defaults());
      churn.tally().add(ModelType.LOGISTIC_REGRESSION, new RiskDistribution(1, 2, 3, 4));
      try (var api = new MeteredApi(churn, Map.of("METRICS_BY_ORGANIZATION", "true"))) {
        api.metrics.watch(churn.jobHandler());
        api.metrics.bindConnections(() -> new ConnectionCounts(1, 2, 3, 4));
        api.caller.get("/health/live");
        System.gc(); // the JVM shows its pauses from the first one on
        String text = "";
        for (int i = 0; i < 100 && !hasAll(text); i++) {
          Thread.sleep(50);
          text = api.caller.get("/metrics").text();
        }
        return text;
      }
    }
  }

  private static boolean hasAll(String text) {
    return text.contains("jvm_gc_pause_seconds") && text.contains("churn_organization_drift_psi{");
  }

  @Test
  void quality_and_drift_are_those_of_the_reports() throws Exception {
    Metrics promised = Samples.evaluation().metrics();

    assertThat(everything())
        .contains("churn_quality_organizations 1.0\n")
        .contains("churn_quality_roc_auc_shortfall_max %s\n".formatted(promised.rocAuc() - 0.7))
        .contains("churn_quality_log_loss_excess_max %s\n".formatted(0.9 - promised.logLoss()))
        .contains("churn_drift_psi_max 0.31\n")
        .containsPattern(
            "churn_organization_roc_auc_realized\\{organization=\"[-0-9a-f]{36}\",target=\"default\"} 0.7\n");
  }

  /** A report with a realized ROC AUC of 0.7, a log-loss of 0.9 and a drift of 0.31. */
  private static MonitoringReports reports() {
    var month = YearMonth.of(2024, 3);
    var day = LocalDate.of(2024, 3, 1);
    var model = new ModelId(UUID.randomUUID());
    var outcome =
        new RealizedPerformance(
            new PredictionGroup(model, 1, ModelRole.CHAMPION, month),
            Population.ACTIVE,
            new Cut(OptionalInt.of(30), day, day, day),
            100,
            100,
            0,
            0.3,
            0.3,
            Optional.of(new Quality(0.7, new Interval(0.6, 0.8), 0.9, 0.2, 0.1, 1.5, List.of())),
            Optional.empty(),
            Optional.empty());
    var drift =
        new Drift(
            model,
            1,
            day,
            new ActiveWindow(30),
            List.of(
                new FeatureDrift(Feature.values()[0], 0.31, 0.1, 0.31, 100, 100),
                new FeatureDrift(Feature.values()[1], 0.9, 1.1, 0.9, 100, 100)));
    var report =
        new MonitoringReport(Optional.of(day), List.of(outcome), List.of(), Optional.of(drift));
    return fake(MonitoringReports.class, Map.of("find", report));
  }

  private static ModelRegistry models() {
    var run =
        new TrainingRun(
            new ModelId(UUID.randomUUID()),
            new OrganizationId(UUID.randomUUID()),
            new ModelSpecification(ModelType.RANDOM_FOREST, Map.of()),
            new DatasetId(UUID.randomUUID()),
            Samples.MONDAY,
            Optional.empty(),
            Samples.trained(Samples.MONDAY));
    return fake(ModelRegistry.class, Map.of("find", Optional.of(run)));
  }

  /** {@return an object of which some methods give an answer and no other may be called} */
  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (!answers.containsKey(method.getName())) {
                throw new UnsupportedOperationException(method.getName());
              }
              return answers.get(method.getName());
            }));
  }

  @Test
  void ten_thousand_paths_and_methods_add_no_series() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(RequestLog.class);
    log.setLevel(Level.WARN); // 10,000 lines
    try (Churn churn = MeteredApi.churn().build();
        var api = new MeteredApi(churn, Map.of())) {
      List<String> requests = new ArrayList<>();
      for (String shop : List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString())) {
        requests.add("GET /path-" + shop + "?x=" + shop);
        requests.add("POST /" + shop);
        requests.add("XGET /" + shop);
        requests.add("HEAD " + Caller.PREFIX + shop + "/datasets");
      }
      api.pipeline(requests);
      Set<String> before = api.series(9);
      requests.clear();
      for (int i = 0; i < 10_000; i += 4) {
        String shop = UUID.randomUUID().toString();
        requests.add("GET /path-%d?x=%s".formatted(i, shop));
        requests.add("POST /" + shop);
        requests.add("X%dGET /%s".formatted(i, shop));
        requests.add("HEAD " + Caller.PREFIX + shop + "/datasets");
      }

      api.pipeline(requests);

      assertThat(api.series(10_010)).isEqualTo(before);
      assertThat(before)
          .contains("churn_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"}")
          .contains(
              "churn_http_requests_total{method=\"HEAD\",route=\"%s{org_id}/datasets\",status=\"404\"}"
                  .formatted(Caller.PREFIX));
    } finally {
      log.setLevel(null);
    }
  }

  @Test
  void a_database_that_never_answers_delays_no_scrape() throws Exception {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    JobQueue frozen =
        (JobQueue)
            Proxy.newProxyInstance(
                JobQueue.class.getClassLoader(),
                new Class<?>[] {JobQueue.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("unfinished")) {
                    asked.countDown();
                    never.await();
                  }
                  return 0L; // faults and retries
                });
    try (Churn churn = MeteredApi.churn().jobs(frozen).build();
        var api = new MeteredApi(churn, Map.of())) {
      asked.await();
      api.send("GET", "/metrics"); // loads classes
      long begin = System.nanoTime();

      String text = api.send("GET", "/metrics").body();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
      assertThat(text)
          .contains("churn_jobs_read_timestamp_seconds NaN")
          .contains("churn_jobs_oldest_waiting_seconds NaN")
          .contains("churn_model_cache_hits_total 0.0");
    }
  }

  @Test
  void jobs_are_counted_by_kind_and_end() throws Exception {
    var database = new InMemoryDatabase();
    var queue = new InMemoryJobQueue(database, InstantSource.system());
    try (Churn churn = MeteredApi.churn().inMemory(database).jobs(queue).build();
        var api = new MeteredApi(churn, Map.of())) {
      OrganizationId shop =
          churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
      queue.submit(new JobRequest(JobKind.TRAIN_MODEL, shop, UUID.randomUUID()));
      queue.submit(new JobRequest(JobKind.PROCESS_FEATURES, shop, UUID.randomUUID()));
      var tries = new AtomicInteger();

      queue.runAll(
          api.metrics.watch(
              new Steps(
                  job -> {
                    if (job.request().kind() == JobKind.TRAIN_MODEL) {
                      throw new IllegalStateException("cannot");
                    }
                    if (tries.getAndIncrement() == 0) {
                      throw new ChurnException(ErrorCode.UNAVAILABLE, "not now");
                    }
                  })));

      assertThat(api.metrics.scrape())
          .contains("churn_jobs_finished_total{kind=\"train_model\",status=\"failed\"} 1.0")
          .contains("churn_jobs_finished_total{kind=\"train_model\",status=\"completed\"} 0.0")
          .contains("churn_jobs_finished_total{kind=\"process_features\",status=\"completed\"} 1.0")
          .contains("churn_job_retries_total{kind=\"process_features\"} 1.0")
          .contains("churn_job_retries_total{kind=\"train_model\"} 0.0")
          .contains("churn_job_attempt_duration_seconds_count{kind=\"process_features\"} 2")
          .contains("churn_job_attempt_duration_seconds_count{kind=\"train_model\"} 1");
    }
  }

  private record Steps(Consumer<Job> work) implements JobHandler {
    @Override
    public void run(Job job, Progress progress) {
      work.accept(job);
    }

    @Override
    public void failed(Job job, String reason) {}
  }

  @Test
  void the_handler_that_measures_passes_every_call_on() throws Exception {
    try (Churn churn = MeteredApi.churn().build();
        var api = new MeteredApi(churn, Map.of())) {
      Class<?> measuring = api.metrics.watch(churn.jobHandler()).getClass();

      for (Method method : JobHandler.class.getMethods()) {
        assertThat(measuring.getMethod(method.getName(), method.getParameterTypes()))
            .extracting(Method::getDeclaringClass)
            .isEqualTo(measuring);
      }
    }
  }

  @Test
  void uploads_and_bodies_are_counted() throws Exception {
    try (Churn churn = MeteredApi.churn().build();
        var api = new MeteredApi(churn, Map.of())) {
      String shop = Scenario.newOrganization(api.caller);
      long before = api.value("churn_http_received_bytes_total");
      String csv = "customer_id,event_date\nA,2024-01-05\n".repeat(1_000);

      api.caller.upload(shop, Caller.Form.file(csv));

      assertThat(api.value("churn_http_received_bytes_total") - before)
          .isBetween((long) csv.length(), csv.length() + 1_000L);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (api.value("churn_uploads_in_flight") != 0) { // its end is noted after its answer
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
      assertThat(api.value("churn_http_sent_bytes_total")).isPositive();
    }
  }

  @Test
  void with_a_port_of_their_own_they_are_nowhere_else() throws Exception {
    try (Churn churn = MeteredApi.churn().build();
        var api = new MeteredApi(churn, Map.of("METRICS_PORT", "0"));
        var server = MetricsServer.start("127.0.0.1", 0, api.metrics::scrape)) {
      String url = "http://127.0.0.1:" + server.port();

      assertThat(api.send("GET", "/metrics").statusCode()).isEqualTo(404);
      HttpResponse<String> scraped = MeteredApi.send("GET", URI.create(url + "/metrics"));
      assertThat(scraped.statusCode()).isEqualTo(200);
      assertThat(scraped.headers().firstValue("Content-Type"))
          .contains(dev.churn.http.metrics.Metrics.CONTENT_TYPE);
      assertThat(scraped.body()).contains("churn_http_requests_in_flight");
      assertThat(MeteredApi.send("GET", URI.create(url + "/")).statusCode()).isEqualTo(404);
      assertThat(MeteredApi.send("POST", URI.create(url + "/metrics")).statusCode()).isEqualTo(405);
    }
  }
}
