package dev.churn.http.bench;

import dev.churn.domain.ChurnException;
import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.TypeColumns;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureRowConsumer;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.SilenceCurve;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Learns from a log up to a day and holds the curves of silence of that day against what happened
 * after it: for each horizon the calibration error and the log-loss, beside those of a model of the
 * same type that learned for that horizon alone. Arguments: model types, separated by commas; the
 * active window in days, 90 or 0; then, as often as wanted, a log, the as-of day and the horizon,
 * as {@link InputAblation} takes them.
 */
public final class CurveAccuracy {
  private static final RfmFeatures FEATURES = new RfmFeatures();

  private final Path log;
  private final ActiveWindow window;
  private final LocalDate asOf;
  private final Path known = Files.createTempFile("known", ".csv");
  private final Map<String, Integer> next = new HashMap<>();
  private LocalDate lastDay = LocalDate.MIN;

  private CurveAccuracy(Path log, int window, LocalDate asOf) throws IOException {
    this.log = log;
    this.window = new ActiveWindow(window);
    this.asOf = asOf;
    // the longest possible outcome, so that it shows how far the log goes
    new LogSplit(log, asOf, 10_000)
        .write(
            known,
            before -> {},
            after -> {
              int days = (int) ChronoUnit.DAYS.between(asOf, after.day());
              next.merge(after.customer(), days, Math::min);
              lastDay = after.day().isAfter(lastDay) ? after.day() : lastDay;
            });
  }

  public static void main(String[] arguments) throws IOException {
    for (int i = 2; i + 2 < arguments.length; i += 3) {
      Path log = Path.of(arguments[i]);
      if (!Files.isReadable(log)) {
        System.out.println("There is no " + log + "; left out");
        continue;
      }
      var accuracy =
          new CurveAccuracy(log, Integer.parseInt(arguments[1]), LocalDate.parse(arguments[i + 1]));
      for (String type : arguments[0].split(",", -1)) {
        accuracy.print(new ModelType(type), Integer.parseInt(arguments[i + 2]));
      }
      Files.delete(accuracy.known);
    }
  }

  /** What was learned for a horizon, and the customers of the day. */
  private record Learned(
      Predictor model, Map<String, FeatureVector> customers, double cpuWithCurve) {
    double[] probabilities() {
      return customers.values().stream().mapToDouble(c -> model.predict(c).value()).toArray();
    }
  }

  private void print(ModelType type, int horizon) throws IOException {
    Learned learned = learn(type, horizon, true);
    List<FeatureVector> customers = List.copyOf(learned.customers.values());
    List<SilenceCurve> curves =
        customers.stream()
            .map(
                features -> {
                  ChurnProbability p = learned.model.predict(features);
                  SilenceCurve curve = learned.model.curve(features, p).orElseThrow();
                  requireAnswer(curve, horizon, p);
                  return curve;
                })
            .toList();
    System.out.printf(
        Locale.ROOT,
        "%s %s, %d days, %s, window %d: %d customers, no curve rises; training takes %.2f times the"
            + " processor time of one without a curve%n",
        log.getFileName(),
        asOf,
        horizon,
        type.id(),
        window.days(),
        customers.size(),
        learned.cpuWithCurve);
    System.out.println(
        "  days   all: log-loss, alone, more  ECE, alone    active: log-loss, alone, more  ECE, alone");
    List<SilenceCurve.Point> first = curves.get(0).points();
    for (int i = 0; i < first.size(); i++) {
      int place = i;
      int days = first.get(i).days();
      if (asOf.plusDays(days).isAfter(lastDay)) {
        System.out.printf("  %4d   the log ends before%n", days);
        continue;
      }
      boolean[] silent = new boolean[customers.size()];
      int at = 0;
      for (String customer : learned.customers.keySet()) {
        silent[at++] = next.getOrDefault(customer, Integer.MAX_VALUE) > days;
      }
      double[] byCurve =
          curves.stream()
              .mapToDouble(curve -> curve.points().get(place).probability().value())
              .toArray();
      double[] alone = alone(type, days, learned.customers.keySet());
      int[] all = IntStream.range(0, silent.length).toArray();
      int[] active =
          IntStream.of(all)
              .filter(row -> new ActiveWindow(90).includes(customers.get(row)))
              .toArray();
      System.out.printf(
          "  %4d   %s    %s%n",
          days, figures(byCurve, alone, silent, all), figures(byCurve, alone, silent, active));
    }
  }

  private static void requireAnswer(SilenceCurve curve, int horizon, ChurnProbability p) {
    // the curve itself refuses to rise
    if (curve.points().stream()
        .noneMatch(point -> point.days() == horizon && point.probability().equals(p))) {
      throw new IllegalStateException("expected %s at %d, found %s".formatted(p, horizon, curve));
    }
  }

  private double[] alone(ModelType type, int days, Set<String> customers) throws IOException {
    try {
      Learned alone = learn(type, days, false);
      if (!alone.customers.keySet().equals(customers)) {
        throw new IllegalStateException("expected the same customers");
      }
      return alone.probabilities();
    } catch (ChurnException e) {
      return new double[0];
    }
  }

  private static String figures(double[] byCurve, double[] alone, boolean[] silent, int[] rows) {
    Metrics curve = judge(byCurve, silent, rows);
    if (alone.length == 0) {
      return String.format(
          Locale.ROOT,
          "%.4f no model            %.4f       ",
          curve.logLoss(),
          curve.calibrationError());
    }
    Metrics other = judge(alone, silent, rows);
    return String.format(
        Locale.ROOT,
        "%.4f %.4f %+.4f   %.4f %.4f",
        curve.logLoss(),
        other.logLoss(),
        curve.logLoss() - other.logLoss(),
        curve.calibrationError(),
        other.calibrationError());
  }

  private static Metrics judge(double[] probabilities, boolean[] silent, int[] rows) {
    double[] chosen = IntStream.of(rows).mapToDouble(row -> probabilities[row]).toArray();
    boolean[] labels = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = silent[rows[i]];
    }
    return ClassificationMetrics.judge(chosen, labels);
  }

  private Learned learn(ModelType type, int horizon, boolean isTimed) throws IOException {
    Content csv = Content.of(known);
    UploadOptions options = UploadOptions.defaults();
    CsvProfile profile = FEATURES.profile(csv, options, asOf, Progress.none()).profile();
    var settings = new OrganizationSettings(horizon, window.days(), Set.of());
    Path table = Files.createTempFile("table", ".csv");
    FeatureManifest manifest;
    try (OutputStream out = Files.newOutputStream(table)) {
      manifest =
          FEATURES.build(
              new FeatureRequest(options, profile, asOf, asOf, settings),
              csv,
              out,
              Progress.none());
    }
    int types = manifest.definition().watchedEventTypes().size();
    var rows = new Rows(types, new HashMap<>(), new LinkedHashMap<>());
    try (var in = Files.newInputStream(table)) {
      FEATURES.read(in, rows);
    }
    Files.delete(table);
    List<LabeledSnapshot> snapshots =
        manifest.snapshots().stream()
            .filter(snapshot -> snapshot.role() != SnapshotRole.SCORE)
            .map(s -> new LabeledSnapshot(s.asOf(), s.role(), rows.byDay.get(s.asOf())))
            .toList();
    var set = new TrainingSet(manifest.definition(), horizon, window, snapshots);
    var training = new ChurnModelTraining();
    var request = new TrainingRequest(set, type, 1, Optional.empty());
    double ratio = Double.NaN;
    if (isTimed) {
      var without = new TrainingRequest(withoutNext(set), type, 1, Optional.empty());
      cpu(() -> training.train(request, Progress.none())); // warms up
      ratio =
          cpu(() -> training.train(request, Progress.none()))
              / cpu(() -> training.train(without, Progress.none()));
    }
    Predictor model = training.train(request, Progress.none()).model();
    TypeColumns columns = model.featureDefinition().columnsIn(manifest.definition());
    rows.scored.replaceAll((customer, features) -> columns.of(features));
    return new Learned(training.decode(training.encode(model)).on(asOf), rows.scored, ratio);
  }

  /** {@return the same rows as a table of an earlier version has them} */
  private static TrainingSet withoutNext(TrainingSet set) {
    return new TrainingSet(
        set.definition(),
        set.horizonDays(),
        set.activeWindow(),
        set.snapshots().stream()
            .map(s -> new LabeledSnapshot(s.asOf(), s.role(), withoutNext(s.rows())))
            .toList());
  }

  private static LabeledRows withoutNext(LabeledRows rows) {
    var others = new LabeledRows(rows.types());
    for (int row = 0; row < rows.size(); row++) {
      others.add(Long.toString(rows.customer(row)), rows.features(row), rows.churned(row));
    }
    return others;
  }

  /** {@return the processor time of this process during a task, which others do not change} */
  private static double cpu(Runnable task) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long start = system.getProcessCpuTime();
    task.run();
    return system.getProcessCpuTime() - start;
  }

  /** The rows of a table: the labeled ones by day, and the customers to score. */
  private record Rows(
      int types, Map<LocalDate, LabeledRows> byDay, Map<String, FeatureVector> scored)
      implements FeatureRowConsumer {
    @Override
    public void accept(
        String customer, LocalDate day, FeatureVector features, Optional<Boolean> churned) {
      throw new IllegalStateException("expected a table with what followed");
    }

    @Override
    public void accept(
        String customer,
        LocalDate day,
        FeatureVector features,
        Optional<Boolean> churned,
        int nextActivityDays) {
      if (churned.isPresent()) {
        byDay
            .computeIfAbsent(day, d -> new LabeledRows(types))
            .add(customer, features, churned.get(), nextActivityDays);
      } else {
        scored.put(customer, features);
      }
    }
  }
}
