package dev.churn.training.value;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.value.GammaGamma;
import dev.churn.domain.value.PurchaseProcess;
import dev.churn.domain.value.SpendError;
import dev.churn.domain.value.ValueModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What customers who came back did within the horizon after some days, and what was expected of
 * them. No sum depends on the order of the rows.
 */
final class SeenReturns {
  /** Fewer customers who came back say too little. */
  private static final int FEWEST = 20;

  private final int horizonDays;
  private final PurchaseProcess process;
  private final Optional<GammaGamma> baskets;
  private final List<List<Return>> days = new ArrayList<>();

  /**
   * A customer who came back.
   *
   * @param basket the expected mean basket, or 0 without amounts
   */
  private record Return(double moreDays, double expectedMoreDays, double spend, double basket) {
    double spendOfBaskets() {
      return (moreDays + 1) * basket;
    }

    /** {@return the spend that was expected of the customer if kept} */
    double expectedSpend(double excess, double spendPerBasket) {
      return (1 + excess * expectedMoreDays) * basket * spendPerBasket;
    }
  }

  SeenReturns(int horizonDays, PurchaseProcess process, Optional<GammaGamma> baskets) {
    this.horizonDays = horizonDays;
    this.process = process;
    this.baskets = baskets;
  }

  /**
   * Adds a day.
   *
   * @param before the customers of the day
   * @param after those of the day a horizon later
   */
  void add(LabeledRows before, LabeledRows after) {
    Map<Long, Integer> later = new HashMap<>();
    for (int row = 0; row < after.size(); row++) {
      later.put(after.customer(row), row);
    }
    List<Return> returns = new ArrayList<>();
    for (int row = 0; row < before.size(); row++) {
      Integer next = later.get(before.customer(row));
      if (next != null && !before.churned(row)) {
        returns.add(seen(before.features(row), after.features(next)));
      }
    }
    days.add(returns);
  }

  private Return seen(FeatureVector before, FeatureVector after) {
    double active = Math.max(1, RfmCounts.activeDays(after) - RfmCounts.activeDays(before));
    return new Return(
        active - 1,
        ValueModel.uncorrectedDays(process, before, horizonDays) - 1,
        total(after) - total(before),
        baskets.map(model -> ValueModel.basket(model, before)).orElse(0.0));
  }

  private static double total(FeatureVector features) {
    return features.get(FurtherFeature.BASKETS) * features.get(FurtherFeature.MEAN_BASKET);
  }

  /** {@return κ of {@link ValueModel}} */
  double excess() {
    return ratio(sum(all(), Return::moreDays), sum(all(), Return::expectedMoreDays));
  }

  /** {@return f of {@link ValueModel}} */
  double spendPerBasket() {
    return ratio(sum(all(), Return::spend), sum(all(), Return::spendOfBaskets));
  }

  /**
   * {@return how far spend was from what is expected} The logarithm of seen over expected spend is
   * compared between the days; since the expectation was fitted to all K of them, a later day is
   * off by (1 + 1/K) times their variance.
   */
  SpendError spendError() {
    double excess = excess();
    double factor = spendPerBasket();
    ToDoubleFunction<Return> expected = r -> r.expectedSpend(excess, factor);
    double squares = sum(all(), r -> square(expected.applyAsDouble(r)));
    double ofCustomer = sum(all(), r -> square(r.spend - expected.applyAsDouble(r))) / squares;
    if (all().size() < FEWEST || !Double.isFinite(ofCustomer)) {
      return SpendError.UNKNOWN;
    }
    double[] values = new double[days.size()];
    double[] sampling = new double[days.size()];
    for (int day = 0; day < values.length; day++) {
      double promised = sum(days.get(day), expected);
      values[day] = StrictMath.log(sum(days.get(day), Return::spend) / promised);
      sampling[day] =
          ofCustomer
              * sum(days.get(day), r -> square(expected.applyAsDouble(r)))
              / square(promised);
    }
    DayToDay change = DayToDay.of(values, sampling, SpendError.DAY_DEVIATION);
    return new SpendError(
        new DayToDay(change.variance() * (1 + 1.0 / values.length), change.degrees()), ofCustomer);
  }

  private static double square(double value) {
    return value * value;
  }

  private double ratio(double seen, double expected) {
    return all().size() < FEWEST || expected <= 0 ? 1 : Math.max(0, seen / expected);
  }

  private List<Return> all() {
    return days.stream().flatMap(List::stream).toList();
  }

  private static double sum(List<Return> returns, ToDoubleFunction<Return> of) {
    double[] values = returns.stream().mapToDouble(of).sorted().toArray();
    return Arrays.stream(values).sum();
  }
}
