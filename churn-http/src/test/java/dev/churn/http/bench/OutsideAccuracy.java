package dev.churn.http.bench;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Learns from a log up to a day and holds the predictions of that day against what happened after
 * it, which neither features nor training have seen; scikit-learn learns from the same table
 * beside. Arguments: a Python with scikit-learn; then, as often as wanted, a log ({@code .csv.gz},
 * no quotes, columns {@code customer_id,event_date,…}), the as-of day and the horizon in days. Logs
 * that are not there are left out with a message.
 */
public final class OutsideAccuracy {
  private static final RfmFeatures FEATURES = new RfmFeatures();

  private OutsideAccuracy() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("outside-accuracy");
    for (int i = 1; i + 2 < arguments.length; i += 3) {
      Path log = Path.of(arguments[i]);
      if (Files.isReadable(log)) {
        run(
            arguments[0],
            folder,
            log,
            LocalDate.parse(arguments[i + 1]),
            Integer.parseInt(arguments[i + 2]));
      } else {
        System.out.println("There is no " + log + "; left out");
      }
    }
  }

  private static void run(String python, Path folder, Path log, LocalDate asOf, int horizon)
      throws IOException, InterruptedException {
    Path known = folder.resolve("known.csv");
    Set<String> returned = split(log, asOf, horizon, known);
    Path table = folder.resolve("table.csv");
    FeatureManifest manifest = build(known, asOf, horizon, table);

    Map<LocalDate, LabeledRows> byDay = new LinkedHashMap<>();
    Map<String, FeatureVector> customers = new LinkedHashMap<>();
    FEATURES.read(
        Files.newInputStream(table),
        (customer, day, features, churned) -> {
          if (churned.isPresent()) {
            byDay
                .computeIfAbsent(day, d -> new LabeledRows())
                .add(customer, features, churned.get());
          } else {
            customers.put(customer, features);
          }
        });
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (Snapshot snapshot : manifest.snapshots()) {
      if (snapshot.role() != SnapshotRole.SCORE) {
        snapshots.add(
            new LabeledSnapshot(snapshot.asOf(), snapshot.role(), byDay.get(snapshot.asOf())));
      }
    }
    var set = new TrainingSet(manifest.definition(), horizon, snapshots);

    boolean[] churned = new boolean[customers.size()];
    double[] silence = new double[customers.size()];
    Path truth = folder.resolve("truth.csv");
    try (BufferedWriter out = Files.newBufferedWriter(truth)) {
      int i = 0;
      for (Map.Entry<String, FeatureVector> customer : customers.entrySet()) {
        churned[i] = !returned.contains(customer.getKey());
        silence[i] = 1 - customer.getValue().get(Feature.RECENCY_SCORE) / 100;
        out.write(customer.getKey() + "," + (churned[i] ? 1 : 0) + "\n");
        i++;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %s, %d days: %d customers, learned from %d snapshots%n",
        log.getFileName(),
        asOf,
        horizon,
        churned.length,
        snapshots.size());
    double[] bounded = new double[silence.length];
    for (int i = 0; i < bounded.length; i++) {
      bounded[i] = Math.min(1 - 1e-6, Math.max(1e-6, silence[i]));
    }
    System.out.printf(
        Locale.ROOT,
        "  %-22s %.4f%n",
        "recency alone",
        ClassificationMetrics.judge(bounded, churned).rocAuc());
    for (ModelType type :
        List.of(
            ModelType.LOGISTIC_REGRESSION,
            ModelType.RANDOM_FOREST,
            ModelType.GRADIENT_BOOSTING,
            ModelType.AUTO)) {
      learn(set, type, List.copyOf(customers.values()), churned);
    }
    peers(python, folder, table, truth);
  }

  private static void learn(
      TrainingSet set, ModelType type, List<FeatureVector> customers, boolean[] churned) {
    var request = new TrainingRequest(set, type, 1, Optional.empty());
    TrainingResult trained = new ChurnModelTraining().train(request, Progress.none());
    double[] probabilities =
        customers.stream().mapToDouble(c -> trained.model().predict(c).value()).toArray();
    Metrics metrics = ClassificationMetrics.judge(probabilities, churned);
    System.out.printf(
        Locale.ROOT,
        "  %-22s %.4f %.4f %.4f%n",
        type.equals(ModelType.AUTO) ? "auto: " + trained.model().type().id() : type.id(),
        metrics.rocAuc(),
        metrics.logLoss(),
        metrics.calibrationError());
  }

  /** Writes what is known on the as-of day; {@return who came in the horizon after it} */
  private static Set<String> split(Path log, LocalDate asOf, int horizon, Path known)
      throws IOException {
    Set<String> returned = new HashSet<>();
    try (var in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8));
        BufferedWriter out = Files.newBufferedWriter(known)) {
      out.write(in.readLine() + "\n");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] fields = line.split(",", -1);
        LocalDate day = LocalDate.parse(fields[1].substring(0, 10));
        if (!day.isAfter(asOf)) {
          out.write(line + "\n");
        } else if (!day.isAfter(asOf.plusDays(horizon))) {
          returned.add(fields[0].strip());
        }
      }
    }
    return returned;
  }

  private static FeatureManifest build(Path known, LocalDate asOf, int horizon, Path table)
      throws IOException {
    UploadOptions options = UploadOptions.defaults();
    Content csv = Content.of(known);
    CsvProfile profile = FEATURES.profile(csv, options, asOf, Progress.none());
    var settings = new OrganizationSettings(horizon, 0, Set.of());
    try (OutputStream out = Files.newOutputStream(table)) {
      return FEATURES.build(
          new FeatureRequest(options, profile, asOf, asOf, settings), csv, out, Progress.none());
    }
  }

  private static void peers(String python, Path folder, Path table, Path truth)
      throws IOException, InterruptedException {
    Path script = folder.resolve("peers.py");
    try (var source = OutsideAccuracy.class.getResourceAsStream("peers.py")) {
      Files.write(script, source.readAllBytes());
    }
    int code =
        new ProcessBuilder(python, script.toString(), table.toString(), truth.toString())
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      System.out.println("  no peers: " + python + " ended with " + code);
    }
  }
}
