package dev.churn.http.bench;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
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
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.storage.Content;
import dev.churn.domain.value.CustomerValue;
import dev.churn.features.RfmFeatures;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Learns from a log up to a day and holds what customers are said to be worth against what happened
 * after it: the sums of active days and spend, and the share of the spend later lost that the top
 * tenth of the active customers held, by probability and by value at risk. A customer who churns
 * loses what they spent in the year before. Arguments: as often as wanted a log, the as-of day and
 * the horizon, as {@link OutsideAccuracy} takes them.
 */
public final class ValueAccuracy {
  private static final RfmFeatures FEATURES = new RfmFeatures();
  private static final ActiveWindow WINDOW = new ActiveWindow(90);
  private static final int YEAR = 365;

  private final Path log;
  private final LocalDate asOf;
  private final int horizon;
  private final Map<String, Double> lastYear = new HashMap<>();
  private final Map<String, Double> spend = new HashMap<>();
  private final Map<String, Set<LocalDate>> days = new HashMap<>();

  private ValueAccuracy(Path log, LocalDate asOf, int horizon) {
    this.log = log;
    this.asOf = asOf;
    this.horizon = horizon;
  }

  public static void main(String[] args) throws IOException {
    for (int i = 0; i + 2 < args.length; i += 3) {
      Path log = Path.of(args[i]);
      if (Files.isReadable(log)) {
        new ValueAccuracy(log, LocalDate.parse(args[i + 1]), Integer.parseInt(args[i + 2])).run();
      } else {
        System.out.println("There is no " + log + "; left out");
      }
    }
  }

  private record Customer(String id, double probability, CustomerValue value) {}

  private void run() throws IOException {
    Path known = Files.createTempFile("known", ".csv");
    split(known);
    Map<String, FeatureVector> scored = new LinkedHashMap<>();
    Predictor model = learn(known, scored);
    List<Customer> active = new ArrayList<>();
    scored.forEach(
        (id, features) -> {
          if (WINDOW.includes(features)) {
            ChurnProbability p = model.predict(features);
            active.add(new Customer(id, p.value(), model.value(features, p).orElseThrow()));
          }
        });
    Files.delete(known);
    System.out.printf(
        Locale.ROOT,
        "%s, %s, %d days: %d active%n  active days expected %.0f, seen %.0f%n",
        log.getFileName(),
        asOf,
        horizon,
        active.size(),
        sum(active, customer -> customer.value.expectedActivity()),
        sum(active, customer -> days.getOrDefault(customer.id, Set.of()).size()));
    System.out.printf(
        Locale.ROOT,
        "  churners expected %.0f, seen %.0f%n",
        sum(active, Customer::probability),
        sum(active, customer -> days.containsKey(customer.id) ? 0 : 1));
    if (active.get(0).value.valueAtRisk().isPresent()) {
      double byProbability = topTenth(active, Customer::probability);
      double byValue = topTenth(active, customer -> customer.value.valueAtRisk().orElseThrow());
      System.out.printf(
          Locale.ROOT,
          "  spend expected %.0f, seen %.0f%n"
              + "  of the spend later lost the top tenth held %.3f by probability, %.3f by value"
              + " at risk, %.1f times%n",
          sum(active, customer -> customer.value.expectedSpend().orElseThrow()),
          sum(active, customer -> spend.getOrDefault(customer.id, 0.0)),
          byProbability,
          byValue,
          byValue / byProbability);
    }
  }

  private static double sum(List<Customer> customers, ToDoubleFunction<Customer> of) {
    return customers.stream().mapToDouble(of).sum();
  }

  private double topTenth(List<Customer> active, ToDoubleFunction<Customer> by) {
    List<Customer> sorted =
        active.stream().sorted(Comparator.comparingDouble(by).reversed()).toList();
    return sum(sorted.subList(0, active.size() / 10), this::lost) / sum(active, this::lost);
  }

  private double lost(Customer customer) {
    return days.containsKey(customer.id) ? 0 : Math.max(0, lastYear.getOrDefault(customer.id, 0.0));
  }

  private Predictor learn(Path known, Map<String, FeatureVector> scored) throws IOException {
    Content csv = Content.of(known);
    UploadOptions options = UploadOptions.defaults();
    CsvProfile profile = FEATURES.profile(csv, options, asOf, Progress.none()).profile();
    var settings = new OrganizationSettings(horizon, WINDOW.days(), Set.of());
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
    Map<LocalDate, LabeledRows> byDay = new HashMap<>();
    try (var in = Files.newInputStream(table)) {
      FEATURES.read(
          in,
          (customer, day, features, churned) -> {
            if (churned.isPresent()) {
              byDay
                  .computeIfAbsent(day, d -> new LabeledRows(types))
                  .add(customer, features, churned.get());
            } else {
              scored.put(customer, features);
            }
          });
    }
    Files.delete(table);
    List<LabeledSnapshot> snapshots =
        manifest.snapshots().stream()
            .filter(snapshot -> snapshot.role() != SnapshotRole.SCORE)
            .map(s -> new LabeledSnapshot(s.asOf(), s.role(), byDay.get(s.asOf())))
            .toList();
    var set = new TrainingSet(manifest.definition(), horizon, WINDOW, snapshots);
    var training = new ChurnModelTraining();
    var request = new TrainingRequest(set, ModelType.LOGISTIC_REGRESSION, 1, Optional.empty());
    Predictor model = training.train(request, Progress.none()).model();
    TypeColumns columns = model.featureDefinition().columnsIn(manifest.definition());
    scored.replaceAll((customer, features) -> columns.of(features));
    return training.decode(training.encode(model)).on(asOf);
  }

  /** Writes what is known on the as-of day, and collects what happened before and after it. */
  private void split(Path known) throws IOException {
    new LogSplit(log, asOf, horizon)
        .write(
            known,
            before -> {
              if (before.day().isAfter(asOf.minusDays(YEAR))) {
                lastYear.merge(before.customer(), before.amount(), Double::sum);
              }
            },
            after -> {
              spend.merge(after.customer(), after.amount(), Double::sum);
              days.computeIfAbsent(after.customer(), c -> new HashSet<>()).add(after.day());
            });
  }
}
