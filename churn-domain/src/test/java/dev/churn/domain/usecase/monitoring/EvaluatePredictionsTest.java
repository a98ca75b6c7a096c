package dev.churn.domain.usecase.monitoring;

import static dev.churn.domain.memory.Samples.MONDAY;
import static dev.churn.domain.memory.Samples.inTraining;
import static dev.churn.domain.memory.Samples.organization;
import static dev.churn.domain.memory.Samples.trained;
import static dev.churn.domain.memory.Samples.withFeatures;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelActivation.Cause;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
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
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.monitoring.FeatureDrift;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.Content;
import dev.churn.domain.storage.Digests;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.TinyLearning;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a newer file tells of past predictions; in these files, every day is a customer. */
class EvaluatePredictionsTest {
  private static final LocalDate T = LocalDate.parse("2024-01-10");
  private static final int H = 30;
  private static final LocalDate CLOSED = T.plusDays(H);

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
      new EvaluatePredictions(
          catalog, registry, outcomes, reports, database, objects, features, features);
  private final ShowMonitoring show =
      new ShowMonitoring(organizations, catalog, registry, outcomes, reports);
  private OrganizationId acme;
  private TrainingRun champion;

  @BeforeEach
  void a_champion() {
    acme = added();
    champion = model(H, false, new DatasetId(UUID.randomUUID()), "");
  }

  private OrganizationId added() {
    var organization = organization("Acme", MONDAY);
    organizations.add(organization);
    return organization.id();
  }

  private TrainingRun model(int horizon, boolean labelsFromFile, DatasetId table, String sha256) {
    TrainingRun wanted = inTraining(acme, table, MONDAY);
    registry.add(wanted);
    var sample = trained(MONDAY);
    Provenance origin = sample.provenance().orElseThrow();
    var provenance =
        new Provenance(
            origin.raw(),
            origin.rawSha256(),
            sha256.isEmpty() ? origin.featuresSha256() : sha256,
            origin.learnedFrom(),
            origin.judgedOn(),
            horizon,
            labelsFromFile,
            origin.data(),
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
                        ModelRole.CHAMPION,
                        Optional.of(true),
                        new ChurnProbability(0.5),
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
            UploadOptions.defaults(),
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
                new FeatureDefinition(Set.of(), 1),
                H,
                0,
                List.of(new Snapshot(last, SnapshotRole.LABELLED, count, count, 0)),
                count,
                0),
            MONDAY));
  }

  private MonitoringReport judged(RawDataset raw) {
    var job =
        new Job(
            new JobId(UUID.randomUUID()),
            new JobRequest(JobKind.JUDGE_PREDICTIONS, acme, raw.id().value()),
            JobStatus.RUNNING,
            0,
            "",
            MONDAY,
            Optional.of(MONDAY),
            Optional.empty(),
            Optional.empty());
    judge.run(job, Progress.none());
    return reports.find(acme);
  }

  private long pending() {
    return show.show(acme).pending();
  }

  private long unknown() {
    return show.show(acme).unknown();
  }

  @Test
  void a_closed_horizon_is_judged_and_whoever_the_file_lacks_is_unknown() {
    predicted(champion, T, "2024-01-10", "2024-01-11", "2024-02-09", "2024-02-10", "gone");
    RawDataset raw = processed(T, CLOSED, "2024-01-10", "2024-01-11", "2024-02-10", "2024-02-09");

    RealizedPerformance realized = judged(raw).outcomes().get(0);

    assertThat(realized.rows()).isEqualTo(4);
    assertThat(realized.churnRate()).as("10 January and 10 February").isEqualTo(0.5);
    assertThat(realized.quality()).as("of four").isEmpty();
    assertThat(pending()).isZero();
    assertThat(unknown()).isEqualTo(1);
    assertThat(judged(raw)).isEqualTo(judged(raw));
    assertThat(judged(raw).outcomes()).containsExactly(realized);
  }

  @Test
  void a_horizon_that_has_not_closed_waits() {
    predicted(champion, T, "2024-01-10", "2024-01-11");

    MonitoringReport report = judged(processed(T, CLOSED.minusDays(1), "2024-01-10"));
    assertThat(report.outcomes()).isEmpty();
    assertThat(report.asOf()).contains(LocalDate.parse("2024-01-10"));
    assertThat(pending()).isEqualTo(2);
    judged(processed(T, CLOSED, "2024-01-10"));
    assertThat(pending()).isZero();
  }

  @Test
  void the_horizon_is_the_one_that_the_model_learned() {
    TrainingRun farsighted = model(H + 1, false, new DatasetId(UUID.randomUUID()), "");
    predicted(champion, T, "2024-02-10");
    predicted(farsighted, T, "2024-02-10");

    judged(processed(T, CLOSED, "2024-02-10"));
    assertThat(pending()).isEqualTo(1);
    List<RealizedPerformance> both =
        judged(processed(T, CLOSED.plusDays(1), "2024-02-10")).outcomes();

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

  @Test
  void what_a_model_learned_from_labels_of_a_file_cannot_be_judged() {
    TrainingRun labeled = model(H, true, new DatasetId(UUID.randomUUID()), "");
    predicted(labeled, T, "2024-01-10");

    assertThat(judged(processed(T, CLOSED, "2024-01-10")).outcomes()).isEmpty();
    assertThat(pending()).isZero();
    assertThat(unknown()).isEqualTo(1);
  }

  @Test
  void what_is_older_than_a_year_is_left_as_it_is() {
    LocalDate last = T.plusDays(ClosedHorizons.DAYS_BACK);
    predicted(champion, T.minusDays(1), "2024-01-09");
    predicted(champion, T, "2024-01-10");

    assertThat(judged(processed(T.minusDays(1), last, "2024-01-10")).outcomes()).hasSize(1);
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void an_earlier_file_takes_nothing_back() {
    predicted(champion, T, "2024-01-20");
    MonitoringReport after = judged(processed(T, CLOSED.plusDays(9), "2024-01-20", "2024-02-15"));

    assertThat(judged(processed(T, CLOSED, "2024-02-09"))).isEqualTo(after);
    assertThat(after.asOf()).contains(LocalDate.parse("2024-02-15"));
    assertThat(after.outcomes().get(0).churnRate()).isZero();
  }

  @Test
  void a_file_that_is_deleted_meanwhile_tells_nothing() {
    predicted(champion, T, "2024-01-20");
    RawDataset raw = processed(T, CLOSED, "2024-01-20");
    catalog.delete(acme, raw.id());

    assertThat(judged(raw).asOf()).isEmpty();
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void drift_is_from_what_the_active_model_learned_from() {
    RawDataset then = processed(T, CLOSED, "2024-01-01", "2024-01-02", "2024-01-03");
    RawDataset now = processed(T, CLOSED, "2024-02-01", "2024-02-02", "2024-02-28");
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
    catalog.putFeatures(withFeatures(learned, List.of("recency")));
    assertThat(judged(now).drift()).as("the table has other features").isEmpty();
    catalog.putFeatures(learned);
    model(H, false, learned.id(), "0".repeat(64));
    assertThat(judged(now).drift()).as("the table was made anew").isEmpty();
  }

  @Test
  void silent_customers_are_no_drift() {
    assertThat(DriftReader.isActive(silentFor(89), 90)).isTrue();
    assertThat(DriftReader.isActive(silentFor(90), 90)).isFalse();
    assertThat(DriftReader.isActive(silentFor(0), 1)).isTrue();
    assertThat(DriftReader.isActive(silentFor(1), 1)).isFalse();
    assertThat(DriftReader.isActive(silentFor(500), 0)).isTrue();
    assertThat(DriftReader.isActive(silentFor(500), 400)).isTrue();
    assertThat(DriftReader.isActive(silentFor(364), 364)).isFalse();
  }

  private static FeatureVector silentFor(int days) {
    return Vectors.of(100 * Math.max(0, 1 - days / 365.0), 0, 0, 0, 0, 0, 0, 0);
  }
}
