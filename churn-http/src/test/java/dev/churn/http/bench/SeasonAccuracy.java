package dev.churn.http.bench;

import dev.churn.domain.ChurnException;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingSet;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What the season is worth out of time: models that learned up to a day are held against what the
 * active customers of that day did in the horizon after it, on simulated bases of one to three
 * years and on cuts of logs; each model without the season that it has learned, and with it.
 * Argument: logs ({@code .csv.gz}) with blanks between them; one that is not there is left out with
 * a message.
 */
public final class SeasonAccuracy {
  private static final int[] HORIZONS = {30, 60, 90};
  private static final int BASES_OF_EACH = 12;
  private static final int CUTS = 4;
  private static final int YEAR_AND_HISTORY = 364 + 90;

  private final Path folder;
  private final Map<String, Tally> tallies = new TreeMap<>();

  private SeasonAccuracy(Path folder) {
    this.folder = folder;
  }

  /** Sums over the cuts of one kind, without and with the season. */
  private static final class Tally {
    int cuts;
    int seasons;
    final double[] logLoss = new double[2];
    final double[] promisedOff = new double[2];
    final double[] calibration = new double[2];
  }

  public static void main(String[] arguments) throws IOException {
    var accuracy = new SeasonAccuracy(Files.createTempDirectory("season"));
    for (SeasonalBase.Kind kind : SeasonalBase.Kind.values()) {
      for (int i = 0; i < BASES_OF_EACH; i++) {
        accuracy.simulate(kind, 9000L + 1000L * kind.ordinal() + i);
      }
    }
    for (String name : arguments[0].isBlank() ? new String[0] : arguments[0].split(" ", -1)) {
      Path log = Path.of(name);
      if (Files.isReadable(log)) {
        accuracy.cutLog(log);
      } else {
        System.out.println("There is no " + log + "; left out");
      }
    }
    accuracy.print();
  }

  private void simulate(SeasonalBase.Kind kind, long seed) throws IOException {
    var random = new Random(seed);
    int customers = 300 + random.nextInt(2000);
    int horizon = HORIZONS[random.nextInt(HORIZONS.length)];
    int days = YEAR_AND_HISTORY + horizon + random.nextInt(700);
    look(
        kind.toString(),
        SeasonalBase.events(kind, customers, days + horizon, seed),
        SeasonalBase.day(days - 1),
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
        if (!asOf.minusDays(YEAR_AND_HISTORY).isBefore(first)) {
          look("log " + log.getFileName(), events, asOf, horizon);
        }
      }
    }
  }

  private void look(String name, List<OutsideCut.Event> events, LocalDate asOf, int horizon)
      throws IOException {
    OutsideCut cut = OutsideCut.of(folder, events, asOf, horizon);
    Predictor[] models;
    try {
      Predictor model = learn(cut.set());
      models = new Predictor[] {model, model.on(asOf)};
    } catch (ChurnException e) {
      System.out.printf("%s %s: %s%n", name, asOf, e.getMessage());
      return;
    }
    Tally tally = tallies.computeIfAbsent(name, n -> new Tally());
    tally.cuts++;
    tally.seasons += models[1] == models[0] ? 0 : 1;
    var line = new StringBuilder("%s %s, %d days:".formatted(name, asOf, horizon));
    for (int i = 0; i < models.length; i++) {
      double[] p = probabilities(models[i], cut);
      var metrics = ClassificationMetrics.judge(p, cut.churned());
      double off = DoubleStream.of(p).average().orElseThrow() - rate(cut.churned());
      tally.logLoss[i] += metrics.logLoss();
      tally.promisedOff[i] += Math.abs(off);
      tally.calibration[i] += metrics.calibrationError();
      line.append(String.format(Locale.ROOT, "  %.4f (%+.3f)", metrics.logLoss(), off));
    }
    System.out.println(line);
  }

  private static double[] probabilities(Predictor model, OutsideCut cut) {
    return cut.customers().stream().mapToDouble(c -> model.predict(c).value()).toArray();
  }

  private static double rate(boolean[] churned) {
    int count = 0;
    for (boolean one : churned) {
      count += one ? 1 : 0;
    }
    return (double) count / churned.length;
  }

  private static Predictor learn(TrainingSet set) {
    return new ChurnModelTraining()
        .train(
            new TrainingRequest(set, ModelType.LOGISTIC_REGRESSION, 1, Optional.empty()),
            Progress.none())
        .model();
  }

  private void print() {
    System.out.println(
        "kind, cuts, those with a season; log-loss, |promised - seen|, calibration error, each"
            + " without and with it");
    tallies.forEach(
        (name, tally) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s %3d %3d  %s  %s  %s%n",
                name,
                tally.cuts,
                tally.seasons,
                means(tally.logLoss, tally.cuts),
                means(tally.promisedOff, tally.cuts),
                means(tally.calibration, tally.cuts)));
  }

  private static String means(double[] sums, int count) {
    return String.format(Locale.ROOT, "%.4f %.4f", sums[0] / count, sums[1] / count);
  }
}
