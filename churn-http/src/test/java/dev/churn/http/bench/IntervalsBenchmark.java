package dev.churn.http.bench;

import dev.churn.domain.ChurnException;
import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Verdict;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Counts how often the interval of an evaluation holds what its model then does at the next day, on
 * simulated bases and on cuts of logs, and how many models of pure noise are called deployable.
 * Argument: logs ({@code .csv.gz}) with blanks between them; one that is not there is left out with
 * a message.
 */
public final class IntervalsBenchmark {
  private static final int[] HORIZONS = {30, 60, 90};
  private static final int CUTS = 3;
  private static final int BASES_OF_EACH = 50;
  private static final int NOISE_FILES = 200;

  private final Path folder;
  private final Map<String, Tally> tallies = new TreeMap<>();

  private IntervalsBenchmark(Path folder) {
    this.folder = folder;
  }

  /** What was seen of one kind of base. */
  private static final class Tally {
    int cuts;
    int before;
    int now;
    int gains;
    int gainsHeld;
    int deployable;
    double areaVariance;
    final List<Double> widths = new ArrayList<>();
    final Map<Verdict.Kind, Integer> verdicts = new TreeMap<>();
  }

  public static void main(String[] arguments) throws IOException {
    var benchmark = new IntervalsBenchmark(Files.createTempDirectory("intervals"));
    for (SimulatedBase.Kind kind : SimulatedBase.Kind.values()) {
      for (int i = 0; i < BASES_OF_EACH; i++) {
        benchmark.simulate(kind, 1000L * kind.ordinal() + i);
      }
    }
    benchmark.print();
    noiseFiles();
    fewChurners();
    for (String name : arguments[0].isBlank() ? new String[0] : arguments[0].split(" ", -1)) {
      Path log = Path.of(name);
      if (Files.isReadable(log)) {
        benchmark.cutLog(log);
      } else {
        System.out.println("There is no " + log + "; left out");
      }
    }
    benchmark.print();
  }

  private void simulate(SimulatedBase.Kind kind, long seed) throws IOException {
    var random = new Random(seed);
    int customers = 150 + random.nextInt(1200);
    int horizon = HORIZONS[random.nextInt(HORIZONS.length)];
    int days = 90 + 3 * horizon + random.nextInt(400);
    look(
        kind.toString(),
        SimulatedBase.events(kind, customers, days, seed),
        SimulatedBase.lastDay(days).minusDays(horizon),
        horizon);
  }

  private void cutLog(Path log) throws IOException {
    List<OutsideCut.Event> events = OutsideCut.read(log);
    LocalDate first =
        events.stream().map(OutsideCut.Event::day).min(LocalDate::compareTo).orElseThrow();
    LocalDate last =
        events.stream().map(OutsideCut.Event::day).max(LocalDate::compareTo).orElseThrow();
    for (int horizon : HORIZONS) {
      for (int cut = 1; cut <= CUTS; cut++) {
        LocalDate asOf = last.minusDays((long) horizon * cut);
        if (!asOf.minusDays(2L * horizon + 60).isBefore(first)) {
          look("log " + log.getFileName(), events, asOf, horizon);
        }
      }
    }
  }

  private void look(String name, List<OutsideCut.Event> events, LocalDate asOf, int horizon)
      throws IOException {
    OutsideCut cut = OutsideCut.of(folder, events, asOf, horizon);
    TrainingResult trained;
    Ranking outcome;
    try {
      trained = train(cut.set());
      Predictor model = trained.model().on(asOf);
      double[] probabilities =
          cut.customers().stream().mapToDouble(c -> model.predict(c).value()).toArray();
      outcome = Ranking.of(probabilities, cut.churned());
    } catch (ChurnException e) {
      return; // too few customers, as the program says
    }
    if (Math.min(outcome.churnedCount(), outcome.stayedCount()) < 2) {
      return;
    }
    Evaluation evaluation = trained.evaluation();
    RocArea realized = RocArea.of(outcome);
    Interval before = evaluation.cuts().get(0).rocAucInterval();
    Interval now = evaluation.metrics().rocAucInterval();
    Tally tally = tallies.computeIfAbsent(name, n -> new Tally());
    tally.cuts++;
    tally.before += holds(before, realized.area()) ? 1 : 0;
    tally.now += holds(now, realized.area()) ? 1 : 0;
    tally.widths.add(now.halfWidth() / Math.max(1e-9, before.halfWidth()));
    tally.deployable += evaluation.verdict().isDeployable() ? 1 : 0;
    tally.verdicts.merge(evaluation.verdict().kind(), 1, Integer::sum);
    double difference = realized.logOdds() - logOdds(evaluation.metrics().rocAuc());
    double sampled = 2 * realized.logOddsVariance();
    if (Double.isFinite(difference) && Double.isFinite(sampled)) {
      tally.areaVariance += (difference * difference - sampled) / 2;
    }
    gain(cut, evaluation, realized.area(), tally);
  }

  private static void gain(OutsideCut cut, Evaluation evaluation, double area, Tally tally) {
    String name = evaluation.best().orElseThrow().name();
    double[] values =
        cut.customers().stream().mapToDouble(features -> value(name, features)).toArray();
    if (Double.isNaN(values[0])) {
      return; // a rule with learned parameters, which the result does not tell
    }
    Baseline rule =
        evaluation.baselines().stream()
            .filter(baseline -> baseline.name().equals(name))
            .findFirst()
            .orElseThrow();
    double ofRule = RocArea.of(Ranking.of(values, cut.churned())).area();
    boolean lower = rule.direction().equals(Optional.of(Baseline.Direction.LOWER));
    tally.gains++;
    tally.gainsHeld +=
        holds(
                evaluation.best().orElseThrow().gain().interval(),
                area - (lower ? 1 - ofRule : ofRule))
            ? 1
            : 0;
  }

  private static double value(String rule, FeatureVector features) {
    return switch (rule) {
      case Baseline.DAYS_SILENT -> RfmCounts.silentDays(features);
      case Baseline.ACTIVE_DAYS_90 -> RfmCounts.activeDays90(features.get(Feature.FREQUENCY_SCORE));
      case Baseline.ACTIVE_DAYS -> RfmCounts.activeDays(features);
      default -> Double.NaN;
    };
  }

  private static double logOdds(double area) {
    return Math.log(area) - Math.log1p(-area);
  }

  private static boolean holds(Interval interval, double value) {
    return !interval.liesAbove(value) && !interval.liesBelow(value);
  }

  private static TrainingResult train(TrainingSet set) {
    return new ChurnModelTraining()
        .train(
            new TrainingRequest(set, ModelType.LOGISTIC_REGRESSION, 1, Optional.empty()),
            Progress.none());
  }

  /** Files with labels that were drawn by lot, of 60 to 1,000 customers. */
  private static void noiseFiles() throws IOException {
    Path folder = Files.createTempDirectory("noise");
    int deployable = 0;
    for (int i = 0; i < NOISE_FILES; i++) {
      var random = new Random(i);
      int customers = 60 + random.nextInt(940);
      List<OutsideCut.Event> events =
          SimulatedBase.events(SimulatedBase.Kind.GROWING, customers, 400, i);
      OutsideCut cut = OutsideCut.of(folder, events, SimulatedBase.lastDay(400), 30);
      double rate = 0.1 + 0.5 * random.nextDouble();
      var rows = new LabeledRows();
      for (int c = 0; c < cut.customers().size(); c++) {
        rows.add("c" + c, cut.customers().get(c), random.nextDouble() < rate);
      }
      var snapshot = new LabeledSnapshot(SimulatedBase.lastDay(400), SnapshotRole.LABELLED, rows);
      try {
        TrainingResult trained =
            train(
                new TrainingSet(
                    cut.set().definition(), 30, cut.set().activeWindow(), List.of(snapshot)));
        deployable += trained.evaluation().verdict().isDeployable() ? 1 : 0;
      } catch (ChurnException e) {
        // too few of a class
      }
    }
    System.out.printf(Locale.ROOT, "noise files: %d of %d deployable%n", deployable, NOISE_FILES);
  }

  /** How often the interval of one day's sampling holds the truth with 12 churners of 400. */
  private static void fewChurners() {
    for (double shift : new double[] {1, 1.8124, 2.4758}) { // areas of .76, .90 and .96
      var random = new Random(7);
      double truth = normal(shift / Math.sqrt(2));
      int held = 0;
      for (int run = 0; run < 2000; run++) {
        double[] scores = new double[400];
        boolean[] churned = new boolean[400];
        for (int i = 0; i < 400; i++) {
          churned[i] = i < 12;
          scores[i] = random.nextGaussian() + (churned[i] ? shift : 0);
        }
        held += holds(RocArea.of(Ranking.of(scores, churned)).interval(), truth) ? 1 : 0;
      }
      System.out.printf(
          Locale.ROOT, "12 churners of 400, area %.2f: %.1f %% held%n", truth, held / 20.0);
    }
  }

  /** {@return the normal distribution function, by Simpson's rule} */
  private static double normal(double z) {
    double sum = 0;
    int steps = 1000;
    for (int i = 0; i <= steps; i++) {
      double x = z * i / steps;
      double weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-x * x / 2);
    }
    return 0.5 + sum * z / steps / 3 / Math.sqrt(2 * Math.PI);
  }

  private void print() {
    tallies.forEach(
        (name, tally) -> {
          List<Double> widths = tally.widths.stream().sorted().toList();
          System.out.printf(
              Locale.ROOT,
              "%-32s cuts %3d  held: one day's %5.1f %%  now %5.1f %%  gains %d of %d  width ×%.2f"
                  + "  deployable %d  change %.3f  %s%n",
              name,
              tally.cuts,
              100.0 * tally.before / tally.cuts,
              100.0 * tally.now / tally.cuts,
              tally.gainsHeld,
              tally.gains,
              widths.get(widths.size() / 2),
              tally.deployable,
              Math.sqrt(Math.max(0, tally.areaVariance / tally.cuts)),
              tally.verdicts);
        });
  }
}
