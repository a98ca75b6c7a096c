package dev.churn.features.bench;

import static dev.churn.domain.bench.Report.print;

import dev.churn.domain.dataset.CsvProfile;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.definition.HorizonCandidate;
import dev.churn.domain.definition.ReturnRate;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.job.Progress;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.EventFiles.Horizon;
import dev.churn.domain.port.EventFiles.OutcomeRequest;
import dev.churn.domain.port.EventFiles.ScoreRequest;
import dev.churn.domain.port.FeatureTables.FeatureRequest;
import dev.churn.domain.storage.Content;
import dev.churn.features.RfmFeatures;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Holds the return rates that logs promise at several cuts against what happened after the cut.
 * Arguments: the active window in days, and logs; those that are not there are left out with a
 * message.
 */
public final class DefinitionAccuracy {
  private static final RfmFeatures FEATURES = new RfmFeatures();
  private static final int CUTS = 8;

  private final Path log;
  private final int window;
  private final Content csv;
  private final CsvProfile profile;
  private final UploadOptions options;
  private final LocalDate last;
  private final List<Double> errors = new ArrayList<>();
  private final List<Double> alarmErrors = new ArrayList<>();

  private DefinitionAccuracy(Path log, int window) {
    this.log = log;
    this.window = window;
    this.csv = Content.of(log);
    var read =
        FEATURES.profile(csv, UploadOptions.defaults(), LocalDate.of(2100, 1, 1), Progress.none());
    this.profile = read.profile();
    this.options = read.options();
    this.last = profile.lastDay();
  }

  public static void main(String[] args) {
    for (int i = 1; i < args.length; i++) {
      Path log = Path.of(args[i]);
      if (Files.isReadable(log)) {
        new DefinitionAccuracy(log, Integer.parseInt(args[0])).run();
      } else {
        print("There is no %s; left out", log);
      }
    }
  }

  private void run() {
    long days = ChronoUnit.DAYS.between(profile.firstDay(), last);
    for (int cut = 0; cut < CUTS; cut++) {
      judge(profile.firstDay().plusDays(days * (cut + 6) / (CUTS + 7)));
    }
    print("%s: error of the return rates %s", log.getFileName(), summary(errors));
    print("%s: error of the false-alarm rates %s", log.getFileName(), summary(alarmErrors));
  }

  private static String summary(List<Double> errors) {
    List<Double> sorted = errors.stream().map(Math::abs).sorted().toList();
    return sorted.isEmpty()
        ? "unknown"
        : "over %d: mean %+.3f, median magnitude %.3f, 90 %% within %.3f, at most .03 in %d"
            .formatted(
                sorted.size(),
                errors.stream().mapToDouble(e -> e).average().orElseThrow(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 9 / 10),
                sorted.stream().filter(e -> e <= 0.03).count());
  }

  private void judge(LocalDate cut) {
    ChurnDefinition definition = definition(cut);
    Map<String, Integer> silent = silentDays(cut);
    Set<Integer> followUps = new TreeSet<>();
    definition
        .returnRates()
        .forEach(rate -> rate.returns().forEach(r -> followUps.add(r.withinDays())));
    definition.followUpDays().ifPresent(followUps::add);
    followUps.removeIf(days -> cut.plusDays(days).isAfter(last));
    print("%s, cut %s: %s", log.getFileName(), cut, definition.reason());
    for (int days : followUps) {
      Map<String, Boolean> returned = returned(cut, days);
      for (ReturnRate rate : definition.returnRates()) {
        double realized = share(silent, returned, length -> length >= rate.silentDays());
        for (ReturnRate.Return promise : rate.returns()) {
          if (promise.withinDays() == days) {
            errors.add(promise.rate() - realized);
            print(
                "  silent for %d days (%d customers), back within %d: promised %.3f, seen %.3f,"
                    + " %+.3f",
                rate.silentDays(),
                rate.customers(),
                days,
                promise.rate(),
                realized,
                promise.rate() - realized);
          }
        }
      }
      if (definition.followUpDays().getAsInt() == days) {
        for (HorizonCandidate horizon : definition.horizons()) {
          alarms(horizon, silent, returned);
        }
      }
    }
  }

  private void alarms(
      HorizonCandidate horizon, Map<String, Integer> silent, Map<String, Boolean> returned) {
    int before = window == 0 ? Integer.MAX_VALUE : horizon.days() + window;
    double realized =
        share(silent, returned, length -> length >= horizon.days() && length < before);
    if (horizon.falseAlarmRate().isPresent()) {
      double promised = horizon.falseAlarmRate().getAsDouble();
      alarmErrors.add(promised - realized);
      print(
          "  horizon %d: %d snapshots, %d of %d churned, false alarms promised %.3f, seen %.3f",
          horizon.days(),
          horizon.snapshots(),
          horizon.churners(),
          horizon.customers(),
          promised,
          realized);
    }
  }

  private static double share(
      Map<String, Integer> silent, Map<String, Boolean> returned, IntPredicate length) {
    return silent.entrySet().stream()
        .filter(customer -> length.test(customer.getValue()))
        .mapToDouble(customer -> returned.get(customer.getKey()) ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  private ChurnDefinition definition(LocalDate cut) {
    List<ChurnDefinition> found = new ArrayList<>();
    var settings = new OrganizationSettings(7, window, Set.of());
    FEATURES.build(
        new FeatureRequest(options, profile, last, cut, settings),
        csv,
        OutputStream.nullOutputStream(),
        silences -> found.add(ChurnDefinition.of(silences)),
        Progress.none());
    return found.get(0);
  }

  private Map<String, Integer> silentDays(LocalDate cut) {
    Map<String, Integer> silent = new HashMap<>();
    FEATURES.score(
        new ScoreRequest(
            options,
            last,
            profile.firstDay(),
            profile.eventTypes(),
            cut,
            new FeatureDefinition(Set.of(), 1)),
        csv,
        (customer, day, features, churned) -> silent.put(customer, silentDays(features)),
        Progress.none());
    return silent;
  }

  private static int silentDays(FeatureVector features) {
    return (int) Math.round(RfmCounts.silentDays(features));
  }

  private Map<String, Boolean> returned(LocalDate cut, int days) {
    Map<String, Boolean> returned = new HashMap<>();
    FEATURES.outcomes(
        new OutcomeRequest(options, profile, last, last, Set.of(), List.of(new Horizon(cut, days))),
        csv,
        (customer, known, churned, activeDays, spend) -> returned.put(customer, !churned[0]),
        Progress.none());
    return returned;
  }
}
