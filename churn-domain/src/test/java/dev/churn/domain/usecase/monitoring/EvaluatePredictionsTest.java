package dev.churn.domain.usecase.monitoring;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.inTraining;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.trained;
import static dev.churn.domain.memory.Samples.withFeatures;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelActivation.Cause;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.drift.Drift;
import dev.churn.domain.drift.FeatureDrift;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.integrity.Damage;
import dev.churn.domain.job.Job;
import dev.churn.domain.job.JobId;
import dev.churn.domain.job.JobKind;
import dev.churn.domain.job.JobRequest;
import dev.churn.domain.job.JobStatus;
import dev.churn.domain.job.Progress;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryDatasetCatalog;
import dev.churn.domain.memory.InMemoryModelRegistry;
import dev.churn.domain.memory.InMemoryMonitoringReports;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.memory.InMemoryOrganizations;
import dev.churn.domain.memory.InMemoryPredictionLog;
import dev.churn.domain.memory.InMemoryPredictionOutcomes;
import dev.churn.domain.model.DataDefinition;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.Cut;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.NotComparable;
import dev.churn.domain.monitoring.NotCounted;
import dev.churn.domain.monitoring.NotCounted.Kind;
import dev.churn.domain.monitoring.NotCounted.Reason;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.ObservedValue;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.outcome.RecordedDay;
import dev.churn.domain.port.ModelRegistry;
import dev.churn.domain.port.PredictionOutcomes;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a newer file tells of past predictions; in these files, every day is a customer. */
class EvaluatePredictionsTest {
  private static final LocalDate T = LocalDate.parse("2024-01-10");
  private static final int H = 30;
  private static final LocalDate CLOSED = T.plusDays(H);
  private static final LocalDate LEARNED = T.minusDays(H + 1);

  /** The first day of a file that reaches back over the active window of 90 days before T. */
  private static final LocalDate FIRST = T.minusDays(89);

  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryOrganizations organizations = new InMemoryOrganizations(database);
  private final InMemoryDatasetCatalog catalog = new InMemoryDatasetCatalog(database);
  private final InMemoryModelRegistry registry = new InMemoryModelRegistry(database);
  private final InMemoryObjectStore objects = new InMemoryObjectStore();
  private final InMemoryPredictionLog log = new InMemoryPredictionLog(database);
  private final InMemoryPredictionOutcomes outcomes = new InMemoryPredictionOutcomes(database);
  private final InMemoryMonitoringReports reports = new InMemoryMonitoringReports(database);
  private final TinyLearning features = new TinyLearning();
  private final EvaluatePredictions judge =
      new EvaluatePredictions(catalog, registry, outcomes, reports, objects, features, features);
  private final ShowMonitoring show =
      new ShowMonitoring(organizations, catalog, registry, outcomes, reports);
  private OrganizationId acme;
  private TrainingRun champion;
  private ActiveWindow window = ActiveWindow.everyone();
  private UploadOptions options = UploadOptions.defaults();
  private Optional<Boolean> active = Optional.empty();
  private Set<String> churnOfModel = Set.of();
  private Set<String> churnOfFile = Set.of();

  @BeforeEach
  void a_champion() {
    features.knownFrom = LocalDate.MIN;
    acme = added();
    champion = model(H, false, new DatasetId(UUID.randomUUID()), "");
  }

  private OrganizationId added() {
    var organization = organization("Acme", MONDAY);
    organizations.add(organization);
    return organization.id();
  }

  private TrainingRun model(DatasetId raw) {
    return model(H, false, new DatasetId(UUID.randomUUID()), "", raw);
  }

  private TrainingRun model(int horizon, boolean labelsFromFile, DatasetId table, String sha256) {
    return model(horizon, labelsFromFile, table, sha256, new DatasetId(UUID.randomUUID()));
  }

  private TrainingRun model(
      int horizon, boolean labelsFromFile, DatasetId table, String sha256, DatasetId raw) {
    TrainingRun wanted = inTraining(acme, table, MONDAY);
    registry.add(wanted);
    var sample = trained(MONDAY);
    Provenance origin = sample.provenance().orElseThrow();
    var provenance =
        new Provenance(
            raw,
            origin.rawSha256(),
            sha256.isEmpty() ? origin.featuresSha256() : sha256,
            List.of(LEARNED),
            List.of(LEARNED),
            horizon,
            labelsFromFile,
            Optional.of(
                new DataDefinition(window, Set.of(), churnOfModel, UploadOptions.defaults())),
            origin.seed(),
            origin.programVersion(),
            origin.libraries());
    TrainingRun done =
        registry.complete(
            acme,
            wanted.id(),
            new ModelVersion(
                ModelVersion.UNNUMBERED,
                sample.type(),
                sample.trainedAt(),
                sample.trainingSamples(),
                sample.churnRate(),
                sample.evaluation(),
                sample.parameters(),
                sample.artifactSha256(),
                Optional.of(provenance),
                sample.activation()));
    registry.deploy(
        acme,
        registry.deployment(acme).withChampion(done.id()),
        new Cause(MONDAY, Optional.empty(), "it is the best"));
    return done;
  }

  private void predicted(TrainingRun model, LocalDate asOf, String... customers) {
    predicted(model, ModelRole.CHAMPION, asOf, 0.5, customers);
  }

  private void predicted(
      TrainingRun model, ModelRole role, LocalDate asOf, double probability, String... customers) {
    log.append(
        Stream.of(customers)
            .map(
                customer ->
                    new LoggedPrediction(
                        acme,
                        customer,
                        asOf,
                        model.id(),
                        model.version().version(),
                        role,
                        role == ModelRole.SHADOW,
                        active,
                        new ChurnProbability(probability),
                        MONDAY))
            .toList());
  }

  /** A processed file with some days, the first and the last known one among them or not. */
  private RawDataset processed(LocalDate first, LocalDate last, String... days) {
    byte[] file = Stream.of(days).collect(Collectors.joining("\n")).getBytes(UTF_8);
    var id = new DatasetId(UUID.randomUUID());
    ObjectKey key = ObjectKey.raw(acme, id.value(), "csv");
    objects.put(key, Content.of(file), "text/csv");
    var raw =
        new RawDataset(
            id,
            acme,
            new StoredFile(key, "days.csv", file.length, Digests.sha256(Content.of(file))),
            options,
            new CsvProfile(days.length, 0, List.of(), List.of(), first, last, 0),
            DatasetStatus.READY,
            Optional.empty(),
            MONDAY);
    catalog.add(raw);
    table(raw, file, days.length);
    return raw;
  }

  private FeatureDataset table(RawDataset raw, byte[] rows, int count) {
    ObjectKey key = ObjectKey.features(acme, raw.id().value());
    objects.put(key, Content.of(rows), "text/csv");
    LocalDate last = LocalDate.parse(new String(rows, UTF_8).lines().toList().get(count - 1));
    return catalog.putFeatures(
        new FeatureDataset(
            new DatasetId(UUID.randomUUID()),
            acme,
            new StoredFile(key, "table.csv", rows.length, Digests.sha256(Content.of(rows))),
            raw.id(),
            new FeatureManifest(
                FeatureNames.known(),
                new FeatureDefinition(Set.of(), churnOfFile, 1),
                H,
                0,
                List.of(new Snapshot(last, SnapshotRole.LABELLED, count, count, 0)),
                count,
                0),
            MONDAY));
  }

  private MonitoringReport judged(RawDataset raw) {
    judge.run(job(raw), Progress.none());
    return reports.find(acme);
  }

  private Job job(RawDataset raw) {
    return new Job(
        new JobId(UUID.randomUUID()),
        new JobRequest(JobKind.JUDGE_PREDICTIONS, acme, raw.id().value()),
        JobStatus.RUNNING,
        0,
        "",
        MONDAY,
        Optional.of(MONDAY),
        Optional.empty(),
        Optional.empty());
  }

  private long pending() {
    return show.show(acme).count(Kind.PENDING);
  }

  private long unknown() {
    return show.show(acme).count(Kind.UNKNOWN);
  }

  @Test
  void a_closed_horizon_is_judged_and_whoever_the_file_lacks_is_unknown() {
    predicted(champion, T, "2024-01-10", "2024-01-11", "2024-02-09", "2024-02-10", "gone");
    RawDataset raw =
        processed(FIRST, CLOSED, "2024-01-10", "2024-01-11", "2024-02-10", "2024-02-09");

    RealizedPerformance realized = judged(raw).outcomes().get(0);

    assertThat(realized.rows()).isEqualTo(4);
    assertThat(realized.churnRate()).as("10 January and 10 February").isEqualTo(0.5);
    assertThat(realized.quality()).as("of four").isEmpty();
    assertThat(pending()).isZero();
    assertThat(unknown()).isEqualTo(1);
    assertThat(judged(raw)).isEqualTo(judged(raw));
    assertThat(judged(raw).outcomes()).containsExactly(realized);
  }

  private Map<Outcome, ObservedOutcome> told() {
    Map<Outcome, ObservedOutcome> found = new EnumMap<>(Outcome.class);
    for (RecordedDay day : outcomes.recordedDays(acme)) {
      outcomes.read(
          acme,
          day,
          day.models(),
          prediction -> found.put(prediction.told().outcome(), prediction.told()));
    }
    return found;
  }

  private static ObservedOutcome did(Outcome outcome, int activeDays, OptionalDouble spend) {
    return new ObservedOutcome(outcome, Optional.of(new ObservedValue(activeDays, spend)));
  }

  @Test
  void a_file_tells_what_customers_did_and_with_amounts_what_they_spent() {
    predicted(champion, T, "2024-01-10", "2024-01-11", "gone");
    judged(processed(FIRST, CLOSED, "2024-01-10", "2024-01-11"));
    assertThat(told())
        .containsOnly(
            Map.entry(Outcome.CHURNED, did(Outcome.CHURNED, 0, OptionalDouble.empty())),
            Map.entry(Outcome.STAYED, did(Outcome.STAYED, 1, OptionalDouble.empty())),
            Map.entry(Outcome.UNKNOWN, ObservedOutcome.UNKNOWN));

    features.amount = 12.5;
    judged(processed(FIRST, CLOSED.plusDays(1), "2024-01-10", "2024-01-11"));
    assertThat(told())
        .containsOnly(
            Map.entry(Outcome.CHURNED, did(Outcome.CHURNED, 0, OptionalDouble.of(0))),
            Map.entry(Outcome.STAYED, did(Outcome.STAYED, 1, OptionalDouble.of(12.5))),
            Map.entry(Outcome.UNKNOWN, ObservedOutcome.UNKNOWN));
  }

  @ParameterizedTest
  @EnumSource
  void a_damaged_file_tells_nothing(Damage damage) {
    predicted(champion, T, "2024-01-10", "2024-01-11");
    RawDataset raw = processed(FIRST, CLOSED, "2024-01-10", "2024-01-11", "2024-02-10");
    objects.put(raw.file().key(), Content.of(damage.to(bytes(raw))), "text/csv");

    assertThatThrownBy(() -> judge.run(job(raw), Progress.none()))
        .hasMessageContaining("changed or damaged; upload it again");
    assertThat(reports.find(acme).outcomes()).isEmpty();
    assertThat(pending()).isEqualTo(2);
  }

  private byte[] bytes(RawDataset raw) {
    try (InputStream in = objects.open(raw.file().key())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void active_customers_come_first_and_all_beside() {
    active = Optional.of(true);
    predicted(champion, T, "2024-01-10", "2024-01-11");
    active = Optional.of(false);
    predicted(champion, T, "2024-01-09");
    active = Optional.empty(); // of an earlier version
    predicted(champion, T, "2024-01-08");
    List<RealizedPerformance> realized =
        judged(processed(FIRST, CLOSED, "2024-01-08", "2024-01-09", "2024-01-10", "2024-01-11"))
            .outcomes();

    assertThat(realized)
        .extracting(RealizedPerformance::population)
        .containsExactly(Population.ACTIVE, Population.ALL);
    assertThat(realized).extracting(RealizedPerformance::churnRate).containsExactly(0.5, 0.75);
    assertThat(realized.get(0).cut()).isEqualTo(new Cut(OptionalInt.of(H), T, T, CLOSED));
  }

  @Test
  void churn_by_events_is_judged_by_a_file_with_the_same_definition_only() {
    churnOfModel = Set.of("cancelled");
    TrainingRun byEvents = model(new DatasetId(UUID.randomUUID()));
    predicted(byEvents, T, "2024-01-10", "2024-01-11");

    assertThat(judged(processed(FIRST, CLOSED, "2024-01-10", "2024-01-11")).outcomes()).isEmpty();
    assertThat(pending()).isEqualTo(2);

    churnOfFile = Set.of("cancelled");
    assertThat(judged(processed(FIRST, CLOSED, "2024-01-10", "2024-01-11")).outcomes())
        .extracting(RealizedPerformance::rows)
        .containsExactly(2L);
    assertThat(features.outcomeRequests)
        .last()
        .satisfies(request -> assertThat(request.churnEventTypes()).containsExactly("cancelled"));
  }

  @Test
  void a_day_that_was_judged_by_silence_is_not_judged_by_events_too() {
    predicted(champion, T, "2024-01-10", "2024-01-11");
    assertThat(judged(processed(FIRST, CLOSED, "2024-01-10", "2024-01-11")).outcomes()).hasSize(1);
    churnOfModel = Set.of("cancelled");
    churnOfFile = Set.of("cancelled");
    predicted(model(new DatasetId(UUID.randomUUID())), T, "2024-01-10", "2024-01-11");

    assertThat(judged(processed(FIRST, CLOSED, "2024-01-10", "2024-01-11")).outcomes())
        .extracting(outcome -> outcome.group().model())
        .containsExactly(champion.id());
  }

  @Test
  void whoever_a_file_lacks_has_not_cancelled() {
    churnOfModel = Set.of("cancelled");
    churnOfFile = Set.of("cancelled");
    predicted(model(new DatasetId(UUID.randomUUID())), T, "2024-01-10", "2024-01-11");

    assertThat(judged(processed(T.plusDays(1), CLOSED, "2024-01-11")).outcomes()).isEmpty();
    assertThat(unknown()).isEqualTo(2);
  }

  @Test
  void a_horizon_that_has_not_closed_waits() {
    predicted(champion, T, "2024-01-10", "2024-01-11");

    MonitoringReport report = judged(processed(FIRST, CLOSED.minusDays(1), "2024-01-10"));
    assertThat(report.outcomes()).isEmpty();
    assertThat(report.asOf()).contains(LocalDate.parse("2024-01-10"));
    assertThat(pending()).isEqualTo(2);
    judged(processed(FIRST, CLOSED, "2024-01-10"));
    assertThat(pending()).isZero();
  }

  @Test
  void the_horizon_is_the_one_that_the_model_learned() {
    TrainingRun farsighted = model(H + 1, false, new DatasetId(UUID.randomUUID()), "");
    predicted(champion, T, "2024-02-10");
    predicted(farsighted, T, "2024-02-10");

    judged(processed(FIRST, CLOSED, "2024-02-10"));
    assertThat(pending()).isEqualTo(1);
    List<RealizedPerformance> both =
        judged(processed(FIRST, CLOSED.plusDays(1), "2024-02-10")).outcomes();

    assertThat(pending()).isZero();
    assertThat(both).extracting(RealizedPerformance::churnRate).containsExactly(0.0, 1.0);
  }

  @Test
  void a_file_that_begins_after_the_day_has_no_reason_to_hold_those_who_left() {
    predicted(champion, T, "gone", "2024-01-20");

    judged(processed(T.plusDays(2), CLOSED, "2024-01-20"));
    assertThat(pending()).as("the first day of the horizon is missing").isEqualTo(2);
    RealizedPerformance realized =
        judged(processed(T.plusDays(1), CLOSED, "2024-01-20")).outcomes().get(0);

    assertThat(realized.rows()).isEqualTo(2);
    assertThat(realized.churnRate()).isEqualTo(0.5);
    assertThat(unknown()).isZero();
  }

  private List<NotCounted> notCounted() {
    return show.show(acme).notCounted();
  }

  @Test
  void labels_of_a_file_are_awaited_until_a_newer_file_has_them() {
    TrainingRun labeled = model(H, true, new DatasetId(UUID.randomUUID()), "");
    predicted(labeled, T, "2024-01-10", "2024-01-11", "not in the file");
    predicted(labeled, LEARNED, "2024-01-10");
    NotCounted learned = new NotCounted(Reason.IN_SAMPLE, 1);

    assertThat(judged(processed(FIRST, CLOSED, "2024-01-10", "2024-01-11")).outcomes())
        .as("events tell nothing about labels")
        .isEmpty();
    assertThat(notCounted()).containsExactly(new NotCounted(Reason.LABELS_AWAITED, 3), learned);
    options = new UploadOptions(true, Optional.of(T), Optional.empty(), Set.of(), Map.of());
    RealizedPerformance realized =
        judged(processed(FIRST, T, "2024-01-10", "2024-01-11")).outcomes().get(0);

    assertThat(realized.rows()).isEqualTo(2);
    assertThat(realized.churnRate()).as("even days churn").isEqualTo(0.5);
    assertThat(realized.cut().horizonDays()).isEmpty();
    assertThat(realized.cut().knownUntil()).isEqualTo(T);
    assertThat(notCounted()).containsExactly(new NotCounted(Reason.CUSTOMER_MISSING, 1), learned);
  }

  @Test
  void labels_of_a_file_from_before_the_prediction_tell_nothing() {
    TrainingRun labeled = model(H, true, new DatasetId(UUID.randomUUID()), "");
    predicted(labeled, T, "2024-01-10");
    options =
        new UploadOptions(true, Optional.of(T.minusDays(1)), Optional.empty(), Set.of(), Map.of());

    assertThat(judged(processed(FIRST, T.minusDays(1), "2024-01-10")).outcomes()).isEmpty();
    assertThat(notCounted()).containsExactly(new NotCounted(Reason.LABELS_AWAITED, 1));
  }

  @Test
  void what_a_model_had_learned_does_not_count_and_is_shown() {
    predicted(champion, T, "2024-01-10", "2024-01-11");
    predicted(champion, T.minusDays(2), "2024-01-10", "2024-01-11", "2024-01-12");
    MonitoringReport report =
        judged(processed(FIRST.minusDays(2), CLOSED, "2024-01-10", "2024-01-11", "2024-01-12"));

    assertThat(report.outcomes()).hasSize(1);
    assertThat(report.outcomes().get(0).rows()).isEqualTo(2);
    assertThat(notCounted()).containsExactly(new NotCounted(Reason.IN_SAMPLE, 3));
    assertThat(show.show(acme).count(Kind.EXCLUDED)).isEqualTo(3);
  }

  @Test
  void a_truncated_file_tells_of_nobody_since_it_lacks_those_who_left() {
    // all in the file stayed: those who left had their last event before it begins
    features.knownFrom = LocalDate.MAX;
    predicted(champion, T, "2024-01-20", "2024-01-21", "2024-01-10", "left", "left too");
    MonitoringReport report =
        judged(processed(T.minusDays(5), CLOSED, "2024-01-10", "2024-01-20", "2024-01-21"));

    assertThat(report.outcomes()).isEmpty();
    assertThat(notCounted()).containsExactly(new NotCounted(Reason.FILE_TRUNCATED, 5));
    features.knownFrom = LocalDate.MIN;
    assertThat(judged(processed(FIRST, CLOSED, "2024-01-20", "2024-01-10")).outcomes()).hasSize(1);
    assertThat(notCounted()).containsExactly(new NotCounted(Reason.CUSTOMER_MISSING, 3));
  }

  @Test
  void whom_a_file_has_only_because_they_stayed_is_unknown() {
    features.knownFrom = LocalDate.MAX;
    predicted(champion, T, "2024-01-20", "2024-01-10", "left");
    RealizedPerformance realized =
        judged(processed(FIRST, CLOSED, "2024-01-10", "2024-01-20")).outcomes().get(0);

    assertThat(realized.rows()).isEqualTo(1);
    assertThat(realized.unknown()).isEqualTo(2);
    assertThat(realized.churnRate()).isEqualTo(1);
  }

  @Test
  void a_file_need_not_reach_back_further_than_the_one_that_the_model_learned_from() {
    RawDataset young = processed(T.minusDays(40), T, "2024-01-10");
    champion = model(young.id());
    predicted(champion, T, "2024-01-10");

    assertThat(judged(processed(T.minusDays(39), CLOSED, "2024-01-10")).outcomes()).isEmpty();
    assertThat(judged(processed(T.minusDays(40), CLOSED, "2024-01-10")).outcomes()).hasSize(1);
  }

  @Test
  void models_are_compared_over_all_months_if_they_predict_the_same() {
    TrainingRun rival = model(H, false, new DatasetId(UUID.randomUUID()), "");
    LocalDate later = T.plusDays(30);
    String[] days = new String[30];
    for (int i = 0; i < days.length; i++) {
      days[i] = T.minusDays(10).plusDays(3L * i).toString();
    }
    for (LocalDate asOf : List.of(T, later)) {
      predicted(champion, ModelRole.CHAMPION, asOf, 0.4, days);
      predicted(rival, ModelRole.SHADOW, asOf, 0.6, days);
    }
    judged(processed(FIRST, CLOSED, days));
    MonitoringReport report = judged(processed(FIRST, later.plusDays(H), days));

    RealizedComparison compared = report.comparisons().get(0);
    assertThat(report.comparisons()).hasSize(1);
    assertThat(compared.population()).isEqualTo(Population.ALL);
    assertThat(compared.models().champion()).isEqualTo(champion.id());
    assertThat(compared.models().rival()).isEqualTo(rival.id());
    assertThat(compared.rows()).isEqualTo(60);
    assertThat(compared.customers()).isEqualTo(30);
    assertThat(compared.cut().firstAsOf()).isEqualTo(T);
    assertThat(compared.cut().lastAsOf()).isEqualTo(later);
    assertThat(compared.difference()).isPresent();
  }

  @Test
  void models_of_different_horizons_are_not_compared_and_it_is_said() {
    TrainingRun farsighted = model(60, false, new DatasetId(UUID.randomUUID()), "");
    registry.deploy(
        acme,
        new Deployment(Optional.of(champion.id()), List.of(), List.of(farsighted.id())),
        new Cause(MONDAY, Optional.empty(), "to look at both"));
    LocalDate asOf = T.plusDays(30); // after what both have learned
    predicted(champion, ModelRole.CHAMPION, asOf, 0.4, "2024-02-10", "2024-02-11");
    predicted(farsighted, ModelRole.SHADOW, asOf, 0.6, "2024-02-10", "2024-02-11");
    MonitoringReport report =
        judged(processed(FIRST, asOf.plusDays(60), "2024-02-10", "2024-02-11"));

    assertThat(report.outcomes()).hasSize(2);
    assertThat(report.comparisons()).isEmpty();
    NotComparable said = show.show(acme).notComparable().get(0);
    assertThat(said.reason()).isEqualTo("not comparable: horizons of 30 and 60 days");
    assertThat(said.models().rival()).isEqualTo(farsighted.id());
    assertThat(said.rivalRole()).isEqualTo(ModelRole.SHADOW);
  }

  @Test
  void a_model_that_is_deleted_while_it_is_compared_is_left_out() {
    TrainingRun farsighted = model(60, false, new DatasetId(UUID.randomUUID()), "");
    registry.deploy(
        acme,
        new Deployment(Optional.of(champion.id()), List.of(), List.of(farsighted.id())),
        new Cause(MONDAY, Optional.empty(), "to look at both"));
    var looks = new AtomicInteger();
    ModelRegistry losing =
        (ModelRegistry)
            Proxy.newProxyInstance(
                ModelRegistry.class.getClassLoader(),
                new Class<?>[] {ModelRegistry.class},
                (proxy, method, arguments) ->
                    method.getName().equals("find")
                            && farsighted.id().equals(arguments[1])
                            && looks.incrementAndGet() > 1
                        ? Optional.empty()
                        : method.invoke(registry, arguments));

    var shown = new ShowMonitoring(organizations, catalog, losing, outcomes, reports).show(acme);

    assertThat(looks).hasValue(2);
    assertThat(shown.notComparable()).isEmpty();
  }

  @Test
  void a_month_that_cannot_be_judged_does_not_keep_the_others_waiting() {
    PredictionOutcomes broken =
        (PredictionOutcomes)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PredictionOutcomes.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("read")
                      && ((RecordedDay) arguments[1]).asOf().equals(T.plusDays(30))) {
                    throw new IllegalStateException("too slow");
                  }
                  return method.invoke(outcomes, arguments);
                });
    predicted(champion, T, "2024-01-10");
    predicted(champion, T.plusDays(30), "2024-01-10");
    RawDataset raw = processed(FIRST, T.plusDays(60), "2024-01-10");
    var brokenJudge =
        new EvaluatePredictions(catalog, registry, broken, reports, objects, features, features);

    assertThatThrownBy(() -> brokenJudge.run(job(raw), Progress.none()))
        .isInstanceOf(IllegalStateException.class);

    assertThat(reports.find(acme).outcomes()).hasSize(1);
    assertThat(outcomes.changedMonths(acme)).containsExactly(YearMonth.of(2024, 2));
    assertThat(judged(raw).outcomes()).hasSize(2);
  }

  @Test
  void what_is_older_than_a_year_is_left_as_it_is() {
    LocalDate last = T.plusDays(PredictedDay.MAX_AGE_DAYS);
    predicted(champion, T.minusDays(1), "2024-01-09");
    predicted(champion, T, "2024-01-10");

    assertThat(judged(processed(FIRST.minusDays(1), last, "2024-01-10")).outcomes()).hasSize(1);
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void an_earlier_file_takes_nothing_back() {
    predicted(champion, T, "2024-01-20");
    MonitoringReport after =
        judged(processed(FIRST, CLOSED.plusDays(9), "2024-01-20", "2024-02-15"));

    assertThat(judged(processed(FIRST, CLOSED, "2024-02-09"))).isEqualTo(after);
    assertThat(after.asOf()).contains(LocalDate.parse("2024-02-15"));
    assertThat(after.outcomes().get(0).churnRate()).isZero();
  }

  @Test
  void a_file_that_is_deleted_meanwhile_tells_nothing() {
    predicted(champion, T, "2024-01-20");
    RawDataset raw = processed(FIRST, CLOSED, "2024-01-20");
    catalog.delete(acme, raw.id());

    assertThat(judged(raw).asOf()).isEmpty();
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void drift_is_from_what_the_active_model_learned_from() {
    RawDataset then = processed(FIRST, CLOSED, "2024-01-01", "2024-01-02", "2024-01-03");
    RawDataset now = processed(FIRST, CLOSED, "2024-02-01", "2024-02-02", "2024-02-28");
    FeatureDataset learned = catalog.findFeaturesOf(acme, then.id()).orElseThrow();
    assertThat(judged(now).drift()).as("the table of the champion is gone").isEmpty();
    model(H, false, learned.id(), learned.file().sha256());

    List<FeatureDrift> drift = judged(now).drift().orElseThrow().features();

    assertThat(drift).hasSize(Feature.COUNT);
    assertThat(drift.get(0).referenceRows()).isEqualTo(3);
    assertThat(drift.get(0).currentRows()).isEqualTo(3);
    // deciles 1, 2, 3: three bins and one above; 1, 1, 1, 0 rows against 1, 1, 0, 1
    assertThat(drift.get(0).psi()).isCloseTo(2 * Math.log(3) / 5, within(1e-12));
    assertThat(drift.get(1).psi()).isZero();
    catalog.delete(acme, learned.id());
    catalog.putFeatures(withFeatures(learned, List.of("recency")));
    assertThat(judged(now).drift()).as("the table has other features").isEmpty();
    catalog.delete(acme, learned.id());
    catalog.putFeatures(learned);
    model(H, false, learned.id(), "0".repeat(64));
    assertThat(judged(now).drift()).as("the table was made anew").isEmpty();
  }

  @Test
  void drift_is_also_from_a_table_of_an_earlier_version_with_only_the_eight_features() {
    RawDataset then = processed(FIRST, CLOSED, "2024-01-01", "2024-01-02", "2024-01-03");
    RawDataset now = processed(FIRST, CLOSED, "2024-02-01", "2024-02-02", "2024-02-28");
    FeatureDataset learned = catalog.findFeaturesOf(acme, then.id()).orElseThrow();
    catalog.delete(acme, learned.id());
    catalog.putFeatures(withFeatures(learned, FeatureNames.eight()));
    model(H, false, learned.id(), learned.file().sha256());

    MonitoringReport report = judged(now);

    assertThat(report.drift().orElseThrow().features().get(0).referenceRows()).isEqualTo(3);
    assertThat(report.asOf()).contains(LocalDate.parse("2024-02-28"));
  }

  @Test
  void lapsed_customers_are_no_drift() {
    // a recency score of 1 is a silence of 361 days, of 28 one of 263 days
    RawDataset then = processed(FIRST, CLOSED, "2024-01-01", "2024-01-27", "2024-01-28");
    RawDataset now = processed(FIRST, CLOSED, "2024-02-01", "2024-02-02", "2024-02-28");
    FeatureDataset learned = catalog.findFeaturesOf(acme, then.id()).orElseThrow();
    window = new ActiveWindow(300);
    model(H, false, learned.id(), learned.file().sha256());

    Drift drift = judged(now).drift().orElseThrow();

    assertThat(drift.window()).isEqualTo(window);
    assertThat(drift.features().get(0).referenceRows()).isEqualTo(2);
    assertThat(drift.features().get(0).currentRows()).isEqualTo(1);
  }
}
