package dev.churn.domain.statistics;

import java.util.Arrays;

/**
 * The placement of every row: the fraction of the other class that it is ranked correctly against,
 * ties counted half. The mean over the churned rows, and that over the stayed rows, is the area
 * under the ROC curve.
 */
public final class RowPlacements {
  private final double[] values;
  private final boolean[] churned;
  private final double churnedCount;
  private final double stayedCount;

  private RowPlacements(
      double[] values, boolean[] churned, double churnedCount, double stayedCount) {
    this.values = values;
    this.churned = churned;
    this.churnedCount = churnedCount;
    this.stayedCount = stayedCount;
  }

  /** {@return the placements of rows of both classes} */
  public static RowPlacements of(double[] scores, boolean[] churned) {
    double[] distinct = new double[scores.length];
    for (int i = 0; i < distinct.length; i++) {
      distinct[i] = scores[i] + 0.0; // turns −0.0 into 0.0, so that both tie
    }
    double[] values = distinct.clone();
    Arrays.sort(distinct);
    int count = 0;
    for (int i = 0; i < distinct.length; i++) {
      if (i == 0 || distinct[i] != distinct[count - 1]) {
        distinct[count++] = distinct[i];
      }
    }
    int[] place = new int[values.length];
    double[] churnedAt = new double[count];
    double[] stayedAt = new double[count];
    for (int i = 0; i < values.length; i++) {
      place[i] = Arrays.binarySearch(distinct, 0, count, values[i]);
      (churned[i] ? churnedAt : stayedAt)[place[i]]++;
    }
    double[] forChurned = new double[count]; // number of stayed rows below, ties half
    double[] forStayed = new double[count]; // number of churned rows below, ties half
    double churnedBelow = 0;
    double stayedBelow = 0;
    for (int i = 0; i < count; i++) {
      forChurned[i] = stayedBelow + stayedAt[i] / 2;
      forStayed[i] = churnedBelow + churnedAt[i] / 2;
      churnedBelow += churnedAt[i];
      stayedBelow += stayedAt[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] =
          churned[i]
              ? forChurned[place[i]] / stayedBelow
              : (churnedBelow - forStayed[place[i]]) / churnedBelow;
    }
    return new RowPlacements(values, churned, churnedBelow, stayedBelow);
  }

  /** {@return these placements minus others of the same rows} */
  public RowPlacements minus(RowPlacements others) {
    double[] differences = new double[values.length];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = values[i] - others.values[i];
    }
    return new RowPlacements(differences, churned, churnedCount, stayedCount);
  }

  /** {@return the area under the ROC curve, or the difference of two} */
  public double area() {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += churned[i] ? values[i] : 0;
    }
    return sum / churnedCount;
  }

  /**
   * {@return the variance of the area if rows of one customer depend on each other} Follows
   * Obuchowski, Nonparametric analysis of clustered ROC curve data, Biometrics 53(2), 1997. Where
   * every customer has one row, it is the variance of DeLong, DeLong and Clarke-Pearson. NaN if a
   * class has fewer than two customers.
   */
  public double variance(Clusters clusters) {
    double area = area();
    double[] ofChurned = new double[clusters.count()];
    double[] ofStayed = new double[clusters.count()];
    for (int i = 0; i < values.length; i++) {
      (churned[i] ? ofChurned : ofStayed)[clusters.of(i)] += values[i] - area;
    }
    double churnedSquares = 0;
    double stayedSquares = 0;
    double products = 0;
    for (int i = 0; i < ofChurned.length; i++) {
      churnedSquares += ofChurned[i] * ofChurned[i];
      stayedSquares += ofStayed[i] * ofStayed[i];
      products += ofChurned[i] * ofStayed[i];
    }
    double customers = clusters.count();
    double withChurned = clusters.countOf(churned, true);
    double withStayed = clusters.countOf(churned, false);
    if (withChurned < 2 || withStayed < 2) {
      return Double.NaN;
    }
    double variance =
        withChurned / (withChurned - 1) * churnedSquares / (churnedCount * churnedCount)
            + withStayed / (withStayed - 1) * stayedSquares / (stayedCount * stayedCount)
            + 2 * customers / (customers - 1) * products / (churnedCount * stayedCount);
    return Math.max(0, variance); // the three factors differ, so the sum may fall below 0
  }
}
