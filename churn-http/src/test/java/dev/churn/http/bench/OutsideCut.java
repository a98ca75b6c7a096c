package dev.churn.http.bench;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.feature.FeatureManifest;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A log cut at a day: what could be learned by then, and what the active customers of that day did
 * in the horizon after it.
 */
final class OutsideCut {
  private static final RfmFeatures FEATURES = new RfmFeatures();
  private static final int WINDOW = 90;

  private final TrainingSet set;
  private final List<FeatureVector> customers;
  private final boolean[] churned;
  private final double[] spend;

  private OutsideCut(
      TrainingSet set, List<FeatureVector> customers, boolean[] churned, double[] spend) {
    this.set = set;
    this.customers = customers;
    this.churned = churned;
    this.spend = spend;
  }

  TrainingSet set() {
    return set;
  }

  /** {@return the features of the customers active at the day} */
  List<FeatureVector> customers() {
    return customers;
  }

  /** {@return whether each was silent in the horizon} */
  boolean[] churned() {
    return churned;
  }

  /** {@return what each spent in the horizon} */
  double[] spend() {
    return spend;
  }

  /** A purchase. */
  record Event(String customer, LocalDate day, String amount) {}

  /** {@return the events of a log ({@code .csv.gz}) of customers with an id} */
  static List<Event> read(Path log) throws IOException {
    List<Event> events = new ArrayList<>();
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(log)), StandardCharsets.UTF_8))) {
      in.readLine();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] fields = line.split(",", -1);
        if (!fields[0].isBlank()) {
          events.add(
              new Event(fields[0].strip(), LocalDate.parse(fields[1].substring(0, 10)), fields[2]));
        }
      }
    }
    return events;
  }

  static OutsideCut of(Path folder, List<Event> events, LocalDate asOf, int horizon)
      throws IOException {
    Path known = folder.resolve("known.csv");
    Map<String, Double> returned = new HashMap<>();
    List<String> lines = new ArrayList<>();
    lines.add("customer_id,event_date,amount,event_type");
    for (Event event : events) {
      if (!event.day.isAfter(asOf)) {
        lines.add(event.customer + "," + event.day + "," + event.amount + ",purchase");
      } else if (!event.day.isAfter(asOf.plusDays(horizon))) {
        returned.merge(
            event.customer,
            event.amount.isBlank() ? 0 : Double.parseDouble(event.amount),
            Double::sum);
      }
    }
    Files.write(known, lines);
    UploadOptions options = UploadOptions.defaults();
    Content csv = Content.of(known);
    CsvProfile profile = FEATURES.profile(csv, options, asOf, Progress.none()).profile();
    var settings = new OrganizationSettings(horizon, WINDOW, Set.of());
    Path table = folder.resolve("table.csv");
    FeatureManifest manifest;
    try (OutputStream out = Files.newOutputStream(table)) {
      manifest =
          FEATURES.build(
              new FeatureRequest(options, profile, asOf, asOf, settings),
              csv,
              out,
              Progress.none());
    }
    Map<LocalDate, LabeledRows> byDay = new LinkedHashMap<>();
    List<FeatureVector> customers = new ArrayList<>();
    List<Optional<Double>> outcomes = new ArrayList<>();
    FEATURES.read(
        Files.newInputStream(table),
        (customer, day, features, label) -> {
          if (label.isPresent()) {
            byDay.computeIfAbsent(day, d -> new LabeledRows()).add(customer, features, label.get());
          } else if (manifest.activeWindow().includes(features)) {
            customers.add(features);
            outcomes.add(Optional.ofNullable(returned.get(customer)));
          }
        });
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (Snapshot snapshot : manifest.snapshots()) {
      if (snapshot.role() != SnapshotRole.SCORE) {
        snapshots.add(
            new LabeledSnapshot(
                snapshot.asOf(),
                snapshot.role(),
                byDay.getOrDefault(snapshot.asOf(), new LabeledRows())));
      }
    }
    boolean[] labels = new boolean[outcomes.size()];
    double[] spend = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = outcomes.get(i).isEmpty();
      spend[i] = outcomes.get(i).orElse(0.0);
    }
    return new OutsideCut(
        new TrainingSet(manifest.definition(), horizon, manifest.activeWindow(), snapshots),
        customers,
        labels,
        spend);
  }
}
