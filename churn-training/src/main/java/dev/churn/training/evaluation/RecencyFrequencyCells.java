package dev.churn.training.evaluation;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.training.data.TrainingRows;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * The churn rates of cells: quintiles of the days of silence by quintiles of the number of active
 * days, as in RFM analysis (Hughes, Strategic Database Marketing, 1994). The rate of a cell is
 * shrunk towards that of all rows as if {@value #PRIOR_ROWS} further rows had the latter.
 */
final class RecencyFrequencyCells {
  private static final int QUINTILES = 5;
  private static final double PRIOR_ROWS = 20;

  private final double[] silentBounds;
  private final double[] activeBounds;
  private final double[] rates;

  private RecencyFrequencyCells(double[] silentBounds, double[] activeBounds, double[] rates) {
    this.silentBounds = silentBounds;
    this.activeBounds = activeBounds;
    this.rates = rates;
  }

  /** {@return the cells and rates that the rows show} */
  static RecencyFrequencyCells of(TrainingRows rows) {
    double[] silent = rows.map(RfmCounts::silentDays);
    double[] active = rows.map(RfmCounts::activeDays);
    double[] silentBounds = bounds(silent);
    double[] activeBounds = bounds(active);
    double[] churned = new double[QUINTILES * QUINTILES];
    double[] count = new double[churned.length];
    for (int i = 0; i < silent.length; i++) {
      int cell = cell(silentBounds, silent[i], activeBounds, active[i]);
      count[cell]++;
      churned[cell] += rows.churned(i) ? 1 : 0;
    }
    // half a row of each class keeps the rate of one class above 0 and below 1
    double rate = (rows.churnedCount() + 0.5) / (rows.size() + 1.0);
    double[] rates = new double[churned.length];
    for (int cell = 0; cell < rates.length; cell++) {
      rates[cell] = (churned[cell] + PRIOR_ROWS * rate) / (count[cell] + PRIOR_ROWS);
    }
    return new RecencyFrequencyCells(silentBounds, activeBounds, rates);
  }

  /** {@return the churn rate of the customer's cell, above 0 and below 1} */
  double rate(FeatureVector features) {
    return rates[
        cell(
            silentBounds,
            RfmCounts.silentDays(features),
            activeBounds,
            RfmCounts.activeDays(features))];
  }

  ToDoubleFunction<FeatureVector> asValue() {
    return this::rate;
  }

  /** {@return the upper bounds of all quintiles but the last; equal values are never parted} */
  private static double[] bounds(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] bounds = new double[QUINTILES - 1];
    for (int i = 0; i < bounds.length; i++) {
      int place = (int) ((long) sorted.length * (i + 1) / QUINTILES);
      bounds[i] = sorted.length == 0 ? 0 : sorted[Math.max(0, place - 1)];
    }
    return bounds;
  }

  private static int cell(
      double[] silentBounds, double silent, double[] activeBounds, double active) {
    return QUINTILES * quintile(silentBounds, silent) + quintile(activeBounds, active);
  }

  private static int quintile(double[] bounds, double value) {
    int quintile = 0;
    for (double bound : bounds) {
      quintile += value > bound ? 1 : 0;
    }
    return quintile;
  }
}
