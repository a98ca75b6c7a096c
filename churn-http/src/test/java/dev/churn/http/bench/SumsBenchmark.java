package dev.churn.http.bench;

import dev.churn.domain.ChurnException;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.value.Estimate;
import dev.churn.domain.value.ForecastError;
import dev.churn.domain.value.RiskSums;
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
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Counts how often the intervals of expected churners and value at risk hold what happened in the
 * horizon after a day, on simulated bases and on cuts of logs; models learned up to the day. What
 * churners would have spent cannot be seen, so it is taken to be what was expected of them if kept,
 * times what those who stayed spent over what was expected of them. Argument: logs ({@code
 * .csv.gz}) with blanks between them; one that is not there is left out with a message.
 */
public final class SumsBenchmark {
  private static final int[] HORIZONS = {30, 60, 90};
  private static final int CUTS = 4;
  private static final int BASES_OF_EACH = 25;

  private final Path folder;
  private final Map<String, Tally> tallies = new TreeMap<>();

  private SumsBenchmark(Path folder) {
    this.folder = folder;
  }

  /** How often intervals held, and how wide they were, over the sums. */
  private static final class Held {
    int sums;
    int held;
    final List<Double> widths = new ArrayList<>();

    void add(Estimate estimate, double seen) {
      sums++;
      held += seen >= estimate.low() && seen <= estimate.high() ? 1 : 0;
      widths.add((estimate.high() - estimate.low()) / estimate.value());
    }

    @Override
    public String toString() {
      return sums == 0
          ? "none"
          : String.format(
              Locale.ROOT,
              "%d of %d (%.0f %%), width %.2f",
              held,
              sums,
              100.0 * held / sums,
              widths.stream().sorted().toList().get(sums / 2));
    }
  }

  /** What was seen of one kind of base: of all active customers, and of parts of them. */
  private static final class Tally {
    final Held churners = new Held();
    final Held values = new Held();
    final Held churnersOfParts = new Held();
    final Held valuesOfParts = new Held();
    double churnVariance;
    double spendVariance;
  }

  public static void main(String[] arguments) throws IOException {
    var benchmark = new SumsBenchmark(Files.createTempDirectory("sums"));
    for (SimulatedBase.Kind kind : SimulatedBase.Kind.values()) {
      for (int i = 0; i < BASES_OF_EACH; i++) {
        benchmark.simulate(kind, 5000L + 1000L * kind.ordinal() + i);
      }
    }
    benchmark.print();
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
    try {
      trained =
          new ChurnModelTraining()
              .train(
                  new TrainingRequest(
                      cut.set(), ModelType.LOGISTIC_REGRESSION, 1, Optional.empty()),
                  Progress.none());
    } catch (ChurnException e) {
      return; // too few customers, as the program says
    }
    var error = ForecastError.of(trained.evaluation(), trained.model().spendError());
    var predicted = Predicted.of(trained.model().on(asOf), cut);
    Tally tally = tallies.computeIfAbsent(name, n -> new Tally());
    double shift = (predicted.churners(i -> true) - predicted.sums(i -> true).churners());
    double slope = predicted.sums(i -> true).churnVariance();
    tally.churnVariance += shift * shift / slope / slope - 1 / slope;
    double spent = Math.log(predicted.spent());
    tally.spendVariance += Double.isFinite(spent) ? spent * spent : 0;
    System.out.printf(
        Locale.ROOT,
        "%-28s %s %2d: %5d active, churners %s seen %.0f, shift %.2f of %.2f, value at risk %s"
            + " seen %.0f, spend × %.2f of %.2f, own %.2f%n",
        name,
        asOf,
        horizon,
        cut.churned().length,
        text(error.churners(predicted.sums(i -> true))),
        predicted.churners(i -> true),
        shift / slope,
        Math.sqrt(error.churn().variance()),
        error.valueAtRisk(predicted.sums(i -> true)).map(SumsBenchmark::text).orElse("none"),
        predicted.lost(i -> true),
        predicted.spent(),
        Math.sqrt(error.spend().ofDay().variance()),
        error.spend().ofCustomer());
    count(error, predicted, i -> true, tally.churners, tally.values);
    for (RiskSegment segment : RiskSegment.values()) {
      IntPredicate part = i -> predicted.probabilities[i].segment() == segment;
      if (predicted.sums(part).customers() > 0) {
        count(error, predicted, part, tally.churnersOfParts, tally.valuesOfParts);
      }
    }
    count(error, predicted, i -> i % 5 == 0, tally.churnersOfParts, tally.valuesOfParts);
  }

  private static void count(
      ForecastError error, Predicted predicted, IntPredicate part, Held churners, Held values) {
    RiskSums sums = predicted.sums(part);
    churners.add(error.churners(sums), predicted.churners(part));
    error
        .valueAtRisk(sums)
        .filter(estimate -> estimate.value() > 0)
        .ifPresent(estimate -> values.add(estimate, predicted.lost(part)));
  }

  private static String text(Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.0f [%.0f, %.0f]", estimate.value(), estimate.low(), estimate.high());
  }

  /** The predictions for the customers of a cut, and what they did. */
  private static final class Predicted {
    private final OutsideCut cut;
    private final ChurnProbability[] probabilities;
    private final OptionalDouble[] values;

    private Predicted(OutsideCut cut, ChurnProbability[] probabilities, OptionalDouble[] values) {
      this.cut = cut;
      this.probabilities = probabilities;
      this.values = values;
    }

    static Predicted of(Predictor model, OutsideCut cut) {
      int customers = cut.customers().size();
      var probabilities = new ChurnProbability[customers];
      var values = new OptionalDouble[customers];
      for (int i = 0; i < customers; i++) {
        FeatureVector features = cut.customers().get(i);
        probabilities[i] = model.predict(features);
        values[i] = model.value(features, probabilities[i]).orElseThrow().valueAtRisk();
      }
      return new Predicted(cut, probabilities, values);
    }

    RiskSums sums(IntPredicate part) {
      RiskSums sums = RiskSums.NONE;
      for (int i = 0; i < probabilities.length; i++) {
        sums = part.test(i) ? sums.plus(RiskSums.of(probabilities[i], values[i])) : sums;
      }
      return sums;
    }

    double churners(IntPredicate part) {
      double churners = 0;
      for (int i = 0; i < probabilities.length; i++) {
        churners += part.test(i) && cut.churned()[i] ? 1 : 0;
      }
      return churners;
    }

    private double kept(int i) {
      return values[i].orElse(0) / probabilities[i].value();
    }

    /** {@return what those who stayed spent over what was expected of them} */
    double spent() {
      double seen = 0;
      double expected = 0;
      for (int i = 0; i < probabilities.length; i++) {
        seen += cut.spend()[i];
        expected += cut.churned()[i] ? 0 : kept(i);
      }
      return seen / expected;
    }

    double lost(IntPredicate part) {
      double lost = 0;
      for (int i = 0; i < probabilities.length; i++) {
        lost += part.test(i) && cut.churned()[i] ? kept(i) : 0;
      }
      return lost * spent();
    }
  }

  private void print() {
    tallies.forEach(
        (name, tally) ->
            System.out.printf(
                Locale.ROOT,
                "%-28s churners %s; of parts %s; value at risk %s; of parts %s; change of"
                    + " log-odds %.3f, of spend %.3f%n",
                name,
                tally.churners,
                tally.churnersOfParts,
                tally.values,
                tally.valuesOfParts,
                Math.sqrt(Math.max(0, tally.churnVariance / tally.churners.sums)),
                Math.sqrt(tally.spendVariance / tally.churners.sums)));
  }
}
