package dev.churn.http.bench;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.TypeColumns;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Learns from a log up to a day and holds the predictions of that day against what happened after
 * it, which neither features nor training have seen: of the customers active in the last 90 days,
 * and of all. It learns once with the default active window of 90 days and once with 0, everyone;
 * scikit-learn learns from the table of the latter beside. For each model it also says by how much
 * the probability of silent customers moves on the day that the 90 days end, beside the days around
 * it. Arguments: a Python with scikit-learn; then, as often as wanted, a log ({@code .csv.gz}, no
 * quotes, columns {@code customer_id,event_date,amount,event_type}), the as-of day and the horizon
 * in days. Logs that are not there are left out with a message.
 */
public final class OutsideAccuracy {
  private static final RfmFeatures FEATURES = new RfmFeatures();
  private static final int WINDOW = 90;

  private final String python;
  private final Path folder;
  private final Path log;
  private final LocalDate asOf;
  private final int horizon;

  private OutsideAccuracy(String python, Path folder, Path log, LocalDate asOf, int horizon) {
    this.python = python;
    this.folder = folder;
    this.log = log;
    this.asOf = asOf;
    this.horizon = horizon;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("outside-accuracy");
    for (int i = 1; i + 2 < arguments.length; i += 3) {
      Path log = Path.of(arguments[i]);
      if (Files.isReadable(log)) {
        var asOf = LocalDate.parse(arguments[i + 1]);
        int horizon = Integer.parseInt(arguments[i + 2]);
        new OutsideAccuracy(arguments[0], folder, log, asOf, horizon).run();
      } else {
        System.out.println("There is no " + log + "; left out");
      }
    }
  }

  private void run() throws IOException, InterruptedException {
    Path known = folder.resolve("known.csv");
    Set<String> returned = new LogSplit(log, asOf, horizon).write(known);
    List<List<CustomerEvent>> silent = silentHistories(known);
    for (int window : new int[] {WINDOW, 0}) {
      Path table = folder.resolve("table.csv");
      FeatureManifest manifest = build(known, window, table);
      int types = manifest.definition().watchedEventTypes().size();
      Map<LocalDate, LabeledRows> byDay = new LinkedHashMap<>();
      Map<String, FeatureVector> customers = new LinkedHashMap<>();
      FEATURES.read(
          Files.newInputStream(table),
          (customer, day, features, churned) -> {
            if (churned.isPresent()) {
              byDay
                  .computeIfAbsent(day, d -> new LabeledRows(types))
                  .add(customer, features, churned.get());
            } else {
              customers.put(customer, features);
            }
          });
      var truth =
          new Truth(
              List.copyOf(customers.values()),
              customers.keySet().stream().map(customer -> !returned.contains(customer)).toList());
      TrainingSet set = trainingSet(manifest, byDay);
      System.out.printf(
          Locale.ROOT,
          "%s, %s, %d days, window %d: %d customers, %d active, learned from %d rows of %d"
              + " snapshots%n",
          log.getFileName(),
          asOf,
          horizon,
          window,
          truth.churned.size(),
          truth.active().length,
          byDay.values().stream().mapToInt(LabeledRows::size).sum(),
          set.snapshots().size());
      System.out.println(
          "                         active: AUC, log-loss, ECE   all: AUC, log-loss, ECE  "
              + " day 90: mean, largest   days around it");
      double[] recency =
          truth.customers.stream()
              .mapToDouble(c -> 1 - c.get(Feature.RECENCY_SCORE) / 100)
              .map(silence -> Math.min(1 - 1e-6, Math.max(1e-6, silence)))
              .toArray();
      System.out.printf("  %-22s %s%n", "recency alone", truth.figures(recency));
      for (ModelType type :
          List.of(
              ModelType.LOGISTIC_REGRESSION,
              ModelType.RANDOM_FOREST,
              ModelType.GRADIENT_BOOSTING,
              ModelType.AUTO)) {
        learn(set, type, asOf, truth, silent);
      }
      if (window == 0) {
        peers(table, truth, List.copyOf(customers.keySet()));
      }
    }
  }

  private TrainingSet trainingSet(FeatureManifest manifest, Map<LocalDate, LabeledRows> byDay) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (Snapshot snapshot : manifest.snapshots()) {
      if (snapshot.role() != SnapshotRole.SCORE) {
        snapshots.add(
            new LabeledSnapshot(
                snapshot.asOf(),
                snapshot.role(),
                byDay.getOrDefault(
                    snapshot.asOf(),
                    new LabeledRows(manifest.definition().watchedEventTypes().size()))));
      }
    }
    return new TrainingSet(manifest.definition(), horizon, manifest.activeWindow(), snapshots);
  }

  /** The customers of the as-of day and whether they churned after it. */
  private record Truth(List<FeatureVector> customers, List<Boolean> churned) {
    int[] active() {
      return IntStream.range(0, customers.size())
          .filter(i -> RfmCounts.silentDays(customers.get(i)) < WINDOW)
          .toArray();
    }

    String figures(double[] probabilities) {
      int[] all = IntStream.range(0, customers.size()).toArray();
      return figures(probabilities, active()) + "     " + figures(probabilities, all);
    }

    private String figures(double[] probabilities, int[] rows) {
      boolean[] labels = new boolean[rows.length];
      double[] chosen = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        labels[i] = churned.get(rows[i]);
        chosen[i] = probabilities[rows[i]];
      }
      Metrics metrics = ClassificationMetrics.judge(chosen, labels);
      return String.format(
          Locale.ROOT,
          "%.4f %.4f %.4f",
          metrics.rocAuc(),
          metrics.logLoss(),
          metrics.calibrationError());
    }
  }

  private static void learn(
      TrainingSet set,
      ModelType type,
      LocalDate asOf,
      Truth truth,
      List<List<CustomerEvent>> silent) {
    var request = new TrainingRequest(set, type, 1, Optional.empty());
    long before = System.nanoTime();
    TrainingResult trained = new ChurnModelTraining().train(request, Progress.none());
    double seconds = (System.nanoTime() - before) / 1e9;
    Predictor model = trained.model().on(asOf);
    TypeColumns columns = model.featureDefinition().columnsIn(set.definition());
    double[] probabilities =
        truth.customers.stream().mapToDouble(c -> model.predict(columns.of(c)).value()).toArray();
    System.out.printf(
        Locale.ROOT,
        "  %-22s %s     %s  %.1f s%n",
        type.equals(ModelType.AUTO) ? "auto: " + model.type().id() : type.id(),
        truth.figures(probabilities),
        edge(model, silent),
        seconds);
    if (type.equals(ModelType.LOGISTIC_REGRESSION)) {
      Evaluation evaluation = trained.evaluation();
      System.out.printf(
          Locale.ROOT,
          "    its evaluation: %s, %d customers, ROC AUC %.4f, log-loss %.4f; log-loss of BG/NBD %.4f%n",
          evaluation.scope().population(),
          evaluation.testSamples(),
          evaluation.metrics().rocAuc(),
          evaluation.metrics().logLoss(),
          evaluation.baselines().stream()
              .filter(baseline -> baseline.name().equals(Baseline.BG_NBD))
              .findFirst()
              .orElseThrow()
              .logLoss()
              .orElseThrow());
    }
  }

  /**
   * {@return by how much the probability moves from the last day of the window to the first after
   * it, if customers stay silent: mean, and largest, of the magnitude; then the same for the two
   * days before and the two days after}
   */
  private static String edge(Predictor model, List<List<CustomerEvent>> histories) {
    double[] sums = new double[2];
    double[] largest = new double[2];
    for (List<CustomerEvent> events : histories) {
      LocalDate last =
          events.stream().map(CustomerEvent::day).max(LocalDate::compareTo).orElseThrow();
      List<LocalDate> days =
          IntStream.range(-3, 3).mapToObj(i -> last.plusDays(WINDOW + i)).toList();
      double[] p =
          FEATURES.computeEach(events, days, model.featureDefinition()).stream()
              .mapToDouble(features -> model.predict(features).value())
              .toArray();
      for (int i = 1; i < p.length; i++) {
        int place = i == 3 ? 0 : 1;
        double step = Math.abs(p[i] - p[i - 1]);
        sums[place] += place == 0 ? step : step / 4;
        largest[place] = Math.max(largest[place], step);
      }
    }
    return String.format(
        Locale.ROOT,
        "%.4f %.4f   %.4f %.4f",
        sums[0] / histories.size(),
        largest[0],
        sums[1] / histories.size(),
        largest[1]);
  }

  /** {@return the events of up to 1,000 customers, up to the as-of day} */
  private List<List<CustomerEvent>> silentHistories(Path known) throws IOException {
    Map<String, List<CustomerEvent>> histories = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(known);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",", -1);
      if (!fields[0].isBlank()) {
        histories
            .computeIfAbsent(fields[0], customer -> new ArrayList<>())
            .add(
                new CustomerEvent(
                    LocalDate.parse(fields[1].substring(0, 10)),
                    fields[2].isBlank()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Double.parseDouble(fields[2])),
                    Optional.of(fields[3])));
      }
    }
    List<List<CustomerEvent>> all = List.copyOf(histories.values());
    int every = Math.max(1, all.size() / 1000);
    return IntStream.range(0, all.size()).filter(i -> i % every == 0).mapToObj(all::get).toList();
  }

  private FeatureManifest build(Path known, int window, Path table) throws IOException {
    UploadOptions options = UploadOptions.defaults();
    Content csv = Content.of(known);
    CsvProfile profile = FEATURES.profile(csv, options, asOf, Progress.none()).profile();
    var settings = new OrganizationSettings(horizon, window, Set.of());
    try (OutputStream out = Files.newOutputStream(table)) {
      return FEATURES.build(
          new FeatureRequest(options, profile, asOf, asOf, settings), csv, out, Progress.none());
    }
  }

  private void peers(Path table, Truth truth, List<String> customers)
      throws IOException, InterruptedException {
    Path outcomes = folder.resolve("truth.csv");
    try (BufferedWriter out = Files.newBufferedWriter(outcomes)) {
      for (int i = 0; i < customers.size(); i++) {
        out.write(customers.get(i) + "," + (truth.churned.get(i) ? 1 : 0) + "\n");
      }
    }
    Path script = folder.resolve("peers.py");
    try (var source = OutsideAccuracy.class.getResourceAsStream("peers.py")) {
      Files.write(script, source.readAllBytes());
    }
    var peers =
        new ProcessBuilder(python, script.toString(), table.toString(), outcomes.toString());
    try {
      int code = peers.inheritIO().start().waitFor();
      if (code != 0) {
        System.out.println("  no peers: " + python + " ended with " + code);
      }
    } catch (IOException e) {
      System.out.println("  no peers: " + e.getMessage());
    }
  }
}
