package dev.churn.domain.memory;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.DatasetStatus;
import dev.churn.domain.dataset.DecimalSeparator;
import dev.churn.domain.dataset.EventCounts;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileConventions;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.ReadingReport;
import dev.churn.domain.dataset.RejectedRow;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.dataset.ValueProblem;
import dev.churn.domain.dataset.ValueProblem.Example;
import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.Baseline.Direction;
import dev.churn.domain.evaluation.BestBaseline;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.CoreMetrics;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.CutResult;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.DataDefinition;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.Provenance;
import dev.churn.domain.model.Requester;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.ActivationRule;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.storage.ObjectKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Things of the domain with believable content, for tests. */
public final class Samples {
  /** A Monday morning. */
  public static final Instant MONDAY = Instant.parse("2024-03-04T08:00:00Z");

  private static final String SHA256 =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private Samples() {}

  public static Organization organization(String name, Instant createdAt) {
    return new Organization(
        new OrganizationId(UUID.randomUUID()),
        name,
        new OrganizationSettings(
            60,
            0,
            Set.of("purchase", "login"),
            Set.of("cancelled", "expired"),
            true,
            ActivationRule.IF_BETTER,
            ZoneId.of("Asia/Tokyo")),
        createdAt);
  }

  public static RawDataset raw(OrganizationId organization, Instant uploadedAt) {
    var id = new DatasetId(UUID.randomUUID());
    return new RawDataset(
        id,
        organization,
        new StoredFile(
            ObjectKey.raw(organization, id.value(), "csv"), "événements 2024.csv", 48_213, SHA256),
        new UploadOptions(
            true,
            Optional.of(LocalDate.parse("2024-02-29")),
            Optional.of("dd/MM/yyyy"),
            Set.of("purchase"),
            Map.of("customer_id", "Kunde"),
            conventions()),
        new CsvProfile(
            1000,
            2,
            List.of(
                new RejectedRow(17, "event_date", "expected an ISO-8601 date, found '31/02/2024'"),
                new RejectedRow(40, "customer_id", "expected a customer, found nothing")),
            List.of("The file has no amounts"),
            LocalDate.parse("2023-01-01"),
            LocalDate.parse("2024-02-29"),
            3,
            new EventCounts(
                Map.of(
                    "purchase", new EventCounts.TypeCount(700, LocalDate.parse("2024-02-29")),
                    "retour « Ä »", new EventCounts.TypeCount(12, LocalDate.parse("2023-12-24"))),
                List.of(3L, 0L, 5_000_000_000L)),
            new ReadingReport(
                List.of(
                    new ValueProblem(
                        "event_date",
                        "expected an ISO-8601 date",
                        7_000_000_000L,
                        List.of(new Example(17, "31/02/2024"), new Example(40, ""))),
                    new ValueProblem("customer_id", "expected a customer", 1, List.of())),
                List.of(
                    new ValueProblem(
                        "amount", "expected an amount", 2, List.of(new Example(3, "« zwölf »")))),
                List.of("The file is in windows-1252"),
                Optional.of("5 digits"))),
        DatasetStatus.UPLOADED,
        Optional.empty(),
        uploadedAt);
  }

  /** {@return conventions of which none is left open} */
  public static FileConventions conventions() {
    return new FileConventions(
        Optional.of("windows-1252"),
        Optional.of("Käufe, 2024"),
        Optional.of(DecimalSeparator.COMMA),
        Optional.of(Set.of("NULL", "k. A.")),
        Map.of("gone", true, "still here", false),
        ZoneId.of("Asia/Tokyo"),
        true);
  }

  public static FeatureDataset features(RawDataset source, Instant uploadedAt) {
    var id = new DatasetId(UUID.randomUUID());
    return new FeatureDataset(
        id,
        source.organizationId(),
        new StoredFile(
            ObjectKey.features(source.organizationId(), id.value()),
            "features_%s.csv".formatted(id),
            9_000,
            SHA256),
        source.id(),
        new FeatureManifest(
            FeatureNames.watching(2),
            new FeatureDefinition(
                Set.of("purchase"), Set.of("cancelled"), List.of("purchase", "return"), 123.45),
            60,
            0,
            List.of(
                new Snapshot(LocalDate.parse("2024-02-29"), SnapshotRole.SCORE, 120, 0, 0),
                new Snapshot(LocalDate.parse("2023-12-31"), SnapshotRole.TEST, 100, 100, 31),
                new Snapshot(LocalDate.parse("2023-11-01"), SnapshotRole.TRAIN, 90, 90, 28)),
            130,
            4),
        uploadedAt);
  }

  /** {@return a table as another version of the program may have made it} */
  public static FeatureDataset withFeatures(FeatureDataset table, List<String> names) {
    FeatureManifest manifest = table.manifest();
    return new FeatureDataset(
        table.id(),
        table.organizationId(),
        table.file(),
        table.sourceId(),
        new FeatureManifest(
            names,
            manifest.definition(),
            manifest.horizonDays(),
            manifest.activeWindowDays(),
            manifest.snapshots(),
            manifest.customers(),
            manifest.labelConflicts()),
        table.uploadedAt());
  }

  public static TrainingRun inTraining(
      OrganizationId organization, DatasetId features, Instant requestedAt) {
    return new TrainingRun(
        new ModelId(UUID.randomUUID()),
        organization,
        new ModelSpecification(ModelType.RANDOM_FOREST, Map.of("depth", "3", "trees", "10")),
        features,
        requestedAt,
        Optional.of(new Requester("Ada Łovelace <ada@acme.test>")),
        new TrainingRun.InTraining());
  }

  public static ModelVersion trained(Instant trainedAt) {
    return new ModelVersion(
        ModelVersion.UNNUMBERED,
        ModelType.RANDOM_FOREST,
        trainedAt,
        190,
        0.3105,
        evaluation(),
        Map.of("seed", "1", "trees", "100"),
        SHA256,
        Optional.of(provenance()),
        new Activation(true, "activated: no other model is"));
  }

  private static Provenance provenance() {
    return new Provenance(
        new DatasetId(UUID.nameUUIDFromBytes(new byte[] {1})),
        SHA256,
        SHA256.replace('e', 'f'),
        List.of(LocalDate.parse("2023-12-31"), LocalDate.parse("2023-11-01")),
        List.of(LocalDate.parse("2023-12-31")),
        60,
        false,
        Optional.of(
            new DataDefinition(
                new ActiveWindow(90),
                Set.of("purchase", "visit"),
                Set.of("cancelled"),
                new UploadOptions(
                    false,
                    Optional.of(LocalDate.parse("2024-02-29")),
                    Optional.of("dd.MM.yyyy"),
                    Set.of("purchase", "visit"),
                    Map.of("customer_id", "Kunde, \"Nr\"", "amount", "Betrag"),
                    conventions()))),
        7,
        "1.2.3",
        Map.of("churn-training", "1.2.3", "java", "17.0.9"));
  }

  /**
   * {@return the evaluation of a model that is not activated, since counting active days does
   * better}
   */
  public static Evaluation worseThanTheBestBaseline() {
    Evaluation good = evaluation();
    return new Evaluation(
        good.scope(),
        good.testSamples(),
        good.churnRate(),
        good.metrics(),
        good.confusion(),
        good.baselines(),
        good.gainOverRecency(),
        Optional.of(
            new BestBaseline(Baseline.ACTIVE_DAYS, new Gain(-0.05, new Interval(-0.08, -0.02)))),
        good.curves(),
        good.snapshots(),
        good.warnings(),
        good.everyone(),
        good.cuts());
  }

  /** {@return the usual evaluation with another rate of churned customers} */
  public static Evaluation withChurnRate(double rate) {
    Evaluation usual = evaluation();
    return new Evaluation(
        usual.scope(),
        usual.testSamples(),
        rate,
        usual.metrics(),
        usual.confusion(),
        usual.baselines(),
        usual.gainOverRecency(),
        usual.best(),
        usual.curves(),
        usual.snapshots(),
        usual.warnings(),
        usual.everyone(),
        usual.cuts());
  }

  private static CutResult cut(
      String day, double rocAuc, double promised, Optional<Direction> direction) {
    return new CutResult(
        LocalDate.parse(day),
        100,
        0.31,
        promised,
        rocAuc,
        new Interval(rocAuc - 0.1, rocAuc + 0.1),
        0.43,
        0.14,
        0.02,
        List.of(
            new Baseline(Baseline.CHURN_RATE, 0.5, OptionalDouble.of(0.62)),
            new Baseline(Baseline.ACTIVE_DAYS, 0.78, OptionalDouble.empty(), direction)));
  }

  /** {@return an evaluation on 100 customers, a little better than counting active days} */
  public static Evaluation evaluation() {
    return new Evaluation(
        new EvaluationScope(
            EvaluationMethod.OUT_OF_TIME,
            Population.ACTIVE,
            OptionalInt.of(30),
            List.of(LocalDate.parse("2023-12-31"))),
        100,
        0.31,
        new Metrics(
            0.8,
            0.7,
            0.6,
            0.6461538461538462,
            0.81,
            new Interval(0.72, 0.9),
            0.69,
            0.43,
            0.14,
            0.02,
            2.4),
        new ConfusionMatrix(19, 8, 12, 61),
        List.of(
            new Baseline(
                Baseline.RECENCY, 0.77, OptionalDouble.empty(), Optional.of(Direction.LOWER)),
            new Baseline(Baseline.CHURN_RATE, 0.5, OptionalDouble.of(0.62)),
            new Baseline(
                Baseline.ACTIVE_DAYS, 0.78, OptionalDouble.empty(), Optional.of(Direction.LOWER))),
        new Gain(0.04, new Interval(0.01, 0.07)),
        Optional.of(
            new BestBaseline(Baseline.ACTIVE_DAYS, new Gain(0.03, new Interval(0.004, 0.056)))),
        new Curves(
            List.of(
                new Curves.ReliabilityBin(0, 0.1, 60, 0.06, 0.05),
                new Curves.ReliabilityBin(0.6, 0.7, 40, 0.68, 0.7)),
            List.of(
                new Curves.RocPoint(0, 0),
                new Curves.RocPoint(0.2, 0.7),
                new Curves.RocPoint(1, 1)),
            List.of(
                new Curves.GainsPoint(0, 0),
                new Curves.GainsPoint(0.1, 0.24),
                new Curves.GainsPoint(1, 1))),
        List.of(
            new SnapshotResult(
                LocalDate.parse("2023-12-31"),
                SnapshotRole.TEST,
                100,
                0.31,
                Optional.of(new SnapshotResult.Score(0.81, 0.43, 0.02))),
            new SnapshotResult(
                LocalDate.parse("2023-11-01"), SnapshotRole.TRAIN, 90, 0.311, Optional.empty())),
        List.of("Evaluated on only 100 customers", "Zweite Warnung – mit ± und „Zeichen“"),
        Optional.of(
            new CoreMetrics(
                240,
                0.52,
                0.86,
                new Interval(0.81, 0.9),
                0.39,
                0.12,
                0.03,
                List.of(
                    new Baseline(
                        Baseline.RECENCY,
                        0.84,
                        OptionalDouble.empty(),
                        Optional.of(Direction.LOWER)),
                    new Baseline(Baseline.CHURN_RATE, 0.5, OptionalDouble.of(0.69)),
                    new Baseline(
                        Baseline.ACTIVE_DAYS,
                        0.7,
                        OptionalDouble.empty(),
                        Optional.of(Direction.HIGHER))),
                Optional.of(
                    new BestBaseline(
                        Baseline.RECENCY, new Gain(0.02, new Interval(-0.01, 0.05)))))),
        List.of(
            cut("2023-12-31", 0.81, 0.34, Optional.of(Direction.LOWER)),
            cut("2023-12-01", 0.79, 0.36, Optional.empty())));
  }
}
