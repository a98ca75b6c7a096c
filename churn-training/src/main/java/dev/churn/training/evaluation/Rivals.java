package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.Baseline.Direction;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.data.Folds;
import dev.churn.training.data.TrainingRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The simple rules that a model has to beat. Direction, parameters and the best of them come from
 * the rows that the model learned from.
 *
 * @param rules all rules
 * @param best the one with the largest area under the ROC curve
 */
public record Rivals(List<BaselineScore> rules, BaselineScore best) {
  private static final int FOLDS = 3;
  private static final double CHANCE = 0.5;

  public Rivals {
    rules = List.copyOf(rules);
  }

  /**
   * {@return the rivals that the rows show}
   *
   * <p>The area of a rule is computed within each snapshot, as it will be used, and averaged with
   * the number of pairs of a churned and a stayed customer as weights. A rule whose area is below
   * one half ranks the other way round. The rates of cells fit the rows that they come from, so
   * that their area is that of other customers, by {@value #FOLDS} folds.
   *
   * @param rows the rows that the model learned from, of the population that it is evaluated on
   * @param bgNbd the probability of no activity within the horizon by BG/NBD
   */
  public static Rivals of(TrainingRows rows, ToDoubleFunction<FeatureVector> bgNbd, long seed) {
    double usualGap = usualGap(rows);
    List<Found> found = new ArrayList<>();
    found.add(either(rows, Baseline.BG_NBD, bgNbd, true));
    found.add(either(rows, Baseline.DAYS_SILENT, RfmCounts::silentDays, false));
    found.add(either(rows, Baseline.ACTIVE_DAYS_90, SimpleRules::activeDays90, false));
    found.add(either(rows, Baseline.ACTIVE_DAYS, RfmCounts::activeDays, false));
    found.add(
        either(rows, Baseline.OVERDUE, features -> SimpleRules.overdue(features, usualGap), false));
    found.add(cells(rows, seed));
    Found best = found.get(0);
    for (Found one : found) {
      best = one.area > best.area ? one : best;
    }
    return new Rivals(found.stream().map(Found::score).toList(), best.score);
  }

  /** {@return the rows of the customers whom an evaluation of the population is about} */
  public static TrainingRows population(
      TrainingRows rows, Population population, ActiveWindow window) {
    return population == Population.ALL
        ? rows
        : rows.where(row -> window.includes(rows.features(row)));
  }

  /** {@return the results on the rows: recency, the constant, and all rules} */
  List<Baseline> judged(BaselineScore constant, TrainingRows rows) {
    return Stream.concat(Stream.of(BaselineScore.recency(), constant), rules.stream())
        .map(score -> score.judge(rows))
        .toList();
  }

  /** {@return the rule of that name, as it was learned here} */
  BaselineScore rule(String name) {
    return rules.stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("expected a rule, found " + name));
  }

  /** A rule, and its area on the rows learned from. */
  private record Found(BaselineScore score, double area) {}

  /** {@return the rule in the direction that the rows show} */
  private static Found either(
      TrainingRows rows, String name, ToDoubleFunction<FeatureVector> value, boolean probable) {
    double area = area(rows, rows.map(value));
    boolean usual = probable || name.equals(Baseline.DAYS_SILENT) || name.equals(Baseline.OVERDUE);
    boolean higher = area == CHANCE ? usual : area > CHANCE;
    return new Found(
        new BaselineScore(
            name, value, probable, Optional.of(higher ? Direction.HIGHER : Direction.LOWER)),
        Math.max(area, 1 - area));
  }

  private static Found cells(TrainingRows rows, long seed) {
    double[] rates = new double[rows.size()];
    int[] folds = Folds.of(rows, FOLDS, seed);
    for (int fold = 0; fold < FOLDS; fold++) {
      int current = fold;
      TrainingRows others = rows.at(places(folds, i -> folds[i] != current));
      int[] predicted = places(folds, i -> folds[i] == current);
      double[] given = rows.at(predicted).map(RecencyFrequencyCells.of(others).asValue());
      for (int i = 0; i < predicted.length; i++) {
        rates[predicted[i]] = given[i];
      }
    }
    return new Found(
        new BaselineScore(
            Baseline.RECENCY_FREQUENCY,
            RecencyFrequencyCells.of(rows).asValue(),
            true,
            Optional.of(Direction.HIGHER)),
        area(rows, rates));
  }

  private static int[] places(int[] folds, IntPredicate chosen) {
    return IntStream.range(0, folds.length).filter(chosen).toArray();
  }

  /** {@return the mean gap of those who have one; 1 if nobody has} */
  private static double usualGap(TrainingRows rows) {
    double[] gaps = rows.map(SimpleRules::gap);
    return Arrays.stream(gaps).filter(gap -> gap > 0).average().orElse(1);
  }

  /** {@return the area within snapshots; one half if no snapshot has both classes} */
  private static double area(TrainingRows rows, double[] scores) {
    Map<Integer, List<Integer>> bySnapshot = new TreeMap<>();
    for (int i = 0; i < scores.length; i++) {
      bySnapshot.computeIfAbsent(rows.snapshot(i), day -> new ArrayList<>()).add(i);
    }
    double sum = 0;
    double pairs = 0;
    for (List<Integer> places : bySnapshot.values()) {
      double[] ofDay = places.stream().mapToDouble(i -> scores[i]).toArray();
      boolean[] churned = new boolean[ofDay.length];
      for (int i = 0; i < churned.length; i++) {
        churned[i] = rows.churned(places.get(i));
      }
      Ranking ranking = Ranking.of(ofDay, churned);
      double weight = (double) ranking.churnedCount() * ranking.stayedCount();
      if (weight > 0) {
        sum += weight * RocArea.of(ranking).area();
        pairs += weight;
      }
    }
    return pairs > 0 ? sum / pairs : CHANCE;
  }
}
