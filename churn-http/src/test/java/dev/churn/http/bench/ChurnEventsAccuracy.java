package dev.churn.http.bench;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Learns from a {@link TelecomLog} up to a day, once with churn by silence and once with churn by
 * cancellations, and holds the probabilities of those who are active against what they did in the
 * horizon after it; about cancellations, those of customers who have not cancelled yet. The figures
 * are ROC AUC, log-loss and calibration error; the model of silence is judged by cancellations,
 * too, since that is what it is used for where a company cannot name the event. Arguments: the
 * number of customers, the horizon in days, how many logs, and "noise" for logs in which nothing
 * tells who will cancel.
 */
public final class ChurnEventsAccuracy {
  private static final RfmFeatures FEATURES = new RfmFeatures();
  private static final int DAYS = 700;
  private static final int WINDOW = 90;

  private final List<TelecomLog.Event> known = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> cancelled = new HashSet<>();
  private final LocalDate asOf;
  private final int horizon;

  private ChurnEventsAccuracy(List<TelecomLog.Event> events, int horizon) {
    this.horizon = horizon;
    this.asOf = TelecomLog.START.plusDays(DAYS - 1L - horizon);
    for (TelecomLog.Event event : events) {
      if (!event.day().isAfter(asOf)) {
        known.add(event);
      } else if (event.type().equals(TelecomLog.LEAVING)) {
        cancelled.add(event.customer());
      } else {
        seen.add(event.customer());
      }
    }
  }

  public static void main(String[] args) {
    boolean isNoise = args.length > 3 && args[3].equals("noise");
    for (int seed = 1; seed <= Integer.parseInt(args[2]); seed++) {
      List<TelecomLog.Event> events =
          TelecomLog.events(Integer.parseInt(args[0]), DAYS, isNoise, seed);
      System.out.printf(Locale.ROOT, "Log %d%n", seed);
      new ChurnEventsAccuracy(events, Integer.parseInt(args[1])).run();
    }
  }

  private void run() {
    Map<String, Double> bySilence = probabilities("by silence", Set.of());
    Map<String, Double> byEvents = probabilities("by events", Set.of(TelecomLog.LEAVING));
    Set<String> both = new HashSet<>(byEvents.keySet());
    both.retainAll(bySilence.keySet());
    print("silence, by its model", bySilence.keySet(), bySilence, id -> !seen.contains(id));
    print("cancellations, by the model of silence", both, bySilence, cancelled::contains);
    print("cancellations, by their model", both, byEvents, cancelled::contains);
  }

  private static void print(
      String name, Set<String> customers, Map<String, Double> predicted, Predicate<String> churns) {
    List<String> ids = List.copyOf(customers);
    double[] probabilities = ids.stream().mapToDouble(predicted::get).toArray();
    boolean[] churned = new boolean[ids.size()];
    int churners = 0;
    double expected = 0;
    for (int i = 0; i < churned.length; i++) {
      churned[i] = churns.test(ids.get(i));
      churners += churned[i] ? 1 : 0;
      expected += probabilities[i];
    }
    Metrics metrics = ClassificationMetrics.judge(probabilities, churned);
    System.out.printf(
        Locale.ROOT,
        "  %-40s AUC %.4f  log-loss %.4f  calibration error %.4f  of %d: %d churned, %.1f expected%n",
        name,
        metrics.rocAuc(),
        metrics.logLoss(),
        metrics.calibrationError(),
        churned.length,
        churners,
        expected);
  }

  /** Learns, and returns the probabilities of those who are active and have not left. */
  private Map<String, Double> probabilities(String name, Set<String> churn) {
    var csv = new StringBuilder("customer_id,event_date,amount,event_type\n");
    known.forEach(event -> csv.append(event.row()).append('\n'));
    Content file = Content.of(csv.toString().getBytes(StandardCharsets.UTF_8));
    UploadOptions options = UploadOptions.defaults();
    CsvProfile profile = FEATURES.profile(file, options, asOf, Progress.none()).profile();
    OrganizationSettings settings =
        new OrganizationSettings(horizon, WINDOW, Set.of()).withChurnEventTypes(churn);
    var table = new ByteArrayOutputStream();
    FeatureManifest manifest =
        FEATURES.build(
            new FeatureRequest(options, profile, asOf, asOf, settings),
            file,
            table,
            Progress.none());
    int types = manifest.definition().watchedEventTypes().size();
    Map<LocalDate, LabeledRows> byDay = new HashMap<>();
    Map<String, FeatureVector> customers = new TreeMap<>();
    FEATURES.read(
        new ByteArrayInputStream(table.toByteArray()),
        (customer, day, features, churned) -> {
          if (manifest.isScored(day)) {
            if (churned.isEmpty() && manifest.activeWindow().includes(features)) {
              customers.put(customer, features);
            }
          } else {
            byDay
                .computeIfAbsent(day, d -> new LabeledRows(types))
                .add(customer, features, churned.orElseThrow());
          }
        });
    List<LabeledSnapshot> snapshots =
        manifest.snapshots().stream()
            .filter(snapshot -> snapshot.role() != SnapshotRole.SCORE)
            .map(s -> new LabeledSnapshot(s.asOf(), s.role(), byDay.get(s.asOf())))
            .toList();
    var set = new TrainingSet(manifest.definition(), horizon, manifest.activeWindow(), snapshots);
    var request = new TrainingRequest(set, ModelType.LOGISTIC_REGRESSION, 1, Optional.empty());
    TrainingResult trained = new ChurnModelTraining().train(request, Progress.none());
    System.out.printf("  %s: %s%n", name, trained.evaluation().verdict().sentence());
    Predictor model = trained.model().on(asOf);
    TypeColumns columns = model.featureDefinition().columnsIn(manifest.definition());
    Map<String, Double> probabilities = new HashMap<>();
    customers.forEach(
        (customer, features) ->
            probabilities.put(customer, model.predict(columns.of(features)).value()));
    return probabilities;
  }
}
