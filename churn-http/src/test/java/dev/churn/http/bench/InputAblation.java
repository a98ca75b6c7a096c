package dev.churn.http.bench;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
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
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What each family of further features adds: learns from a log up to a day with some of them, and
 * holds the predictions of that day against what happened after it, of the customers active in the
 * last 90 days and of all. A family that is off says what the eight features say: its gaps are the
 * mean gap, its counts are 0, and no event types are watched. Arguments: model types, separated by
 * commas; families that are on, such as {@code none,gaps,events,baskets,types,further,all}, of
 * which {@code further} means all but the types; the active window in days, 90 or 0; then, as often
 * as wanted, a log ({@code .csv.gz}, no quotes, columns {@code
 * customer_id,event_date,amount,event_type}), the as-of day and the horizon in days.
 */
public final class InputAblation {
  private static final RfmFeatures FEATURES = new RfmFeatures();
  private static final ActiveWindow WINDOW = new ActiveWindow(90);

  private final List<LabeledSnapshot> snapshots = new ArrayList<>();
  private final List<FeatureVector> customers = new ArrayList<>();
  private final List<Boolean> churned = new ArrayList<>();
  private final FeatureManifest manifest;

  private final ActiveWindow trained;
  private final LocalDate asOf;

  private InputAblation(Path folder, Path log, int window, LocalDate asOf, int horizon)
      throws IOException {
    this.trained = new ActiveWindow(window);
    this.asOf = asOf;
    Path known = folder.resolve("known.csv");
    Path table = folder.resolve("table.csv");
    Set<String> returned = new LogSplit(log, asOf, horizon).write(known);
    CsvProfile profile =
        FEATURES
            .profile(Content.of(known), UploadOptions.defaults(), asOf, Progress.none())
            .profile();
    var settings = new OrganizationSettings(horizon, window, Set.of());
    try (OutputStream out = Files.newOutputStream(table)) {
      manifest =
          FEATURES.build(
              new FeatureRequest(UploadOptions.defaults(), profile, asOf, asOf, settings),
              Content.of(known),
              out,
              Progress.none());
    }
    int types = manifest.definition().watchedEventTypes().size();
    Map<LocalDate, LabeledRows> byDay = new LinkedHashMap<>();
    FEATURES.read(
        Files.newInputStream(table),
        (customer, day, features, label) -> {
          if (label.isPresent()) {
            byDay
                .computeIfAbsent(day, d -> new LabeledRows(types))
                .add(customer, features, label.get());
          } else {
            customers.add(features);
            churned.add(!returned.contains(customer));
          }
        });
    for (Snapshot snapshot : manifest.snapshots()) {
      if (snapshot.role() != SnapshotRole.SCORE && byDay.containsKey(snapshot.asOf())) {
        snapshots.add(
            new LabeledSnapshot(snapshot.asOf(), snapshot.role(), byDay.get(snapshot.asOf())));
      }
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("input-ablation");
    for (int i = 3; i + 2 < arguments.length; i += 3) {
      Path log = Path.of(arguments[i]);
      if (!Files.isReadable(log)) {
        System.out.println("There is no " + log + "; left out");
        continue;
      }
      var asOf = LocalDate.parse(arguments[i + 1]);
      int horizon = Integer.parseInt(arguments[i + 2]);
      var ablation = new InputAblation(folder, log, Integer.parseInt(arguments[2]), asOf, horizon);
      System.out.println("watched: " + ablation.manifest.definition().watchedEventTypes());
      for (String type : arguments[0].split(",", -1)) {
        for (String families : arguments[1].split(",", -1)) {
          System.out.printf(
              "%s %s %d %-20s %-8s %s%n",
              log.getFileName(),
              asOf,
              horizon,
              type,
              families,
              ablation.learn(new ModelType(type), families));
        }
      }
    }
  }

  private String learn(ModelType type, String families) {
    List<LabeledSnapshot> masked =
        snapshots.stream()
            .map(s -> new LabeledSnapshot(s.asOf(), s.role(), masked(s.rows(), families)))
            .toList();
    FeatureDefinition definition =
        isOn("types", families) ? manifest.definition() : manifest.definition().watching(List.of());
    var set = new TrainingSet(definition, manifest.horizonDays(), trained, masked);
    long start = System.nanoTime();
    TrainingResult result =
        new ChurnModelTraining()
            .train(new TrainingRequest(set, type, 1, Optional.empty()), Progress.none());
    Predictor model = result.model().on(asOf);
    double seconds = (System.nanoTime() - start) / 1e9;
    TypeColumns columns = model.featureDefinition().columnsIn(definition);
    double[] probabilities =
        customers.stream()
            .mapToDouble(c -> model.predict(columns.of(masked(c, families))).value())
            .toArray();
    int[] all = IntStream.range(0, probabilities.length).toArray();
    int[] active = IntStream.of(all).filter(i -> WINDOW.includes(customers.get(i))).toArray();
    return String.format(
        Locale.ROOT,
        "active %s  all %s  %s, types %s, %.1f s",
        figures(probabilities, active),
        figures(probabilities, all),
        model.type().id(),
        result.parameters().getOrDefault("event_types_used", "-"),
        seconds);
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

  private static LabeledRows masked(LabeledRows rows, String families) {
    var masked = new LabeledRows(isOn("types", families) ? rows.types() : 0);
    for (int row = 0; row < rows.size(); row++) {
      // the ablation needs distinct customers only, whatever they are called
      masked.add(
          Long.toString(rows.customer(row)),
          masked(rows.features(row), families),
          rows.churned(row));
    }
    return masked;
  }

  private static FeatureVector masked(FeatureVector features, String families) {
    double[] values = features.toArray();
    Stream.of(FurtherFeature.values())
        .filter(further -> !isOn(family(further), families))
        .forEach(further -> values[further.place()] = withoutFamily(further, features));
    return FeatureVector.of(
        isOn("types", families) ? values : Arrays.copyOf(values, FeatureVector.COMMON_WIDTH));
  }

  private static boolean isOn(String family, String families) {
    return families.equals("all")
        || families.equals(family)
        || (families.equals("further") && !family.equals("types"));
  }

  private static String family(FurtherFeature further) {
    return switch (further) {
      case LAST_GAP, RECENT_GAP, GAP_SPREAD -> "gaps";
      case EVENTS_30, EVENTS_90, EVENTS_180, EVENTS_365 -> "events";
      case BASKETS, MEAN_BASKET -> "baskets";
    };
  }

  private static double withoutFamily(FurtherFeature further, FeatureVector features) {
    return switch (further) {
      case LAST_GAP, RECENT_GAP -> features.get(Feature.DAYS_BETWEEN_TRANSACTIONS);
      default -> 0;
    };
  }
}
