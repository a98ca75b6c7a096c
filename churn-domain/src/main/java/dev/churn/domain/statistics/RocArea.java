package dev.churn.domain.statistics;

/**
 * The area under the ROC curve: the probability that a churned row has a higher score than a stayed
 * row, ties counted half (Mann and Whitney). The variance follows DeLong, DeLong and
 * Clarke-Pearson, Biometrics 44(3), 1988, computed from the placements of the rows in O(n log n) as
 * by Sun and Xu, IEEE Signal Processing Letters 21(11), 2014.
 *
 * @param variance the variance of the area; NaN if a class has fewer than two rows
 * @param cautiousVariance the variance for {@link #interval}; NaN if a class has fewer than two
 *     rows
 * @param smallerClass the number of rows in the smaller class
 */
public record RocArea(double area, double variance, double cautiousVariance, int smallerClass) {

  /**
   * {@return the area under the ROC curve}
   *
   * @param ranking contains rows of both classes
   */
  public static RocArea of(Ranking ranking) {
    double churned = ranking.churnedCount();
    double stayed = ranking.stayedCount();
    var sums = new Placements(churned, stayed);
    ranking.forEachTieAscending(sums::add);
    double area = sums.ofChurned / churned;
    double ofChurned = around(sums.ofChurned, sums.ofChurnedSquared, churned);
    double ofStayed = around(sums.ofStayed, sums.ofStayedSquared, stayed);
    double variance = ofChurned / (churned - 1) / churned + ofStayed / (stayed - 1) / stayed;
    double usual = usualVariance(area);
    double cautious =
        (ofChurned + usual) / churned / churned + (ofStayed + usual) / stayed / stayed;
    return new RocArea(
        area,
        variance,
        Double.isNaN(variance) ? Double.NaN : cautious,
        Math.min(ranking.churnedCount(), ranking.stayedCount()));
  }

  /**
   * Returns the variance of the placements of one class if scores are exponential: that of the
   * class with the larger one (Hanley and McNeil, Radiology 143(1), 1982).
   */
  private static double usualVariance(double area) {
    return Math.max(area / (2 - area), 2 * area * area / (1 + area)) - area * area;
  }

  /**
   * Returns the sum of squares around the mean, given the sum of the terms and of their squares.
   */
  private static double around(double sum, double squared, double count) {
    return Math.max(0, squared - sum * sum / count);
  }

  /**
   * {@return the 95 % confidence interval} It is computed in log-odds, so that it stays within 0
   * and 1, with a quantile of Student's distribution with n − 1 degrees of freedom, where n is the
   * number of rows in the smaller class. The placements of few rows are often closer together than
   * those of the population, most of all where the area is near 1; therefore the variance of the
   * placements of each class counts one further row, with the variance that follows from the area
   * if scores are exponential. With many rows both are without effect. A perfect ranking has no
   * variance; it is treated as n successes in a row (Clopper and Pearson, Biometrika 26(4), 1934).
   * If a class has fewer than two rows, the interval is 0 to 1.
   */
  public Interval interval() {
    return AreaInterval.of(area, cautiousVariance, smallerClass);
  }

  /** {@return log(area / (1 − area)); infinite for an area of 0 or 1} */
  public double logOdds() {
    return Math.log(area) - Math.log1p(-area);
  }

  /** {@return the cautious variance of {@link #logOdds}; not finite for an area of 0 or 1} */
  public double logOddsVariance() {
    double slope = area * (1 - area);
    return cautiousVariance / (slope * slope);
  }

  /**
   * {@return the 95 % interval of the area at a later snapshot with as many customers} It holds the
   * sampling at both snapshots and the change from day to day, in log-odds. If a class has fewer
   * than two rows, it is 0 to 1.
   */
  public Interval intervalAhead(DayToDay change) {
    if (Double.isNaN(cautiousVariance)) {
      return new Interval(0, 1);
    }
    if (area == 0 || area == 1) {
      // as n/2 successes in a row: twice the doubt of the interval of the present snapshot
      double open = Math.pow(0.025, 2.0 / smallerClass);
      return area == 1 ? new Interval(open, 1) : new Interval(0, 1 - open);
    }
    double margin = change.marginAhead(logOddsVariance(), smallerClass);
    return new Interval(
        Math.min(area, 1 / (1 + Math.exp(margin - logOdds()))),
        Math.max(area, 1 / (1 + Math.exp(-margin - logOdds()))));
  }

  /**
   * Sums the placements of the rows: the fraction of the other class that each row is ranked
   * correctly against.
   */
  private static final class Placements {
    private final double churned;
    private final double stayed;
    private double churnedBelow;
    private double stayedBelow;
    double ofChurned;
    double ofChurnedSquared;
    double ofStayed;
    double ofStayedSquared;

    Placements(double churned, double stayed) {
      this.churned = churned;
      this.stayed = stayed;
    }

    void add(double score, int churnedHere, int stayedHere) {
      double below = (stayedBelow + stayedHere / 2.0) / stayed;
      ofChurned += churnedHere * below;
      ofChurnedSquared += churnedHere * below * below;
      double above = (churned - churnedBelow - churnedHere / 2.0) / churned;
      ofStayed += stayedHere * above;
      ofStayedSquared += stayedHere * above * above;
      churnedBelow += churnedHere;
      stayedBelow += stayedHere;
    }
  }
}
