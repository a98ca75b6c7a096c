package dev.churn.domain.evaluation;

/**
 * The area under the ROC curve: how often, of one who churned and one who stayed, the first has the
 * higher score, ties counted half (Mann and Whitney). Its variance is that of DeLong, DeLong and
 * Clarke-Pearson, Biometrics 44(3), 1988, from the placements of the rows, computed in n log n as
 * by Sun and Xu, IEEE Signal Processing Letters 21(11), 2014.
 *
 * @param variance NaN if a class has less than two rows
 * @param smallerClass how many rows the class with fewer rows has
 */
public record RocArea(double area, double variance, int smallerClass) {
  private static final double Z_95 = 1.959963984540054;

  /**
   * {@return the area for these scores}
   *
   * @param ranking with rows of both classes
   */
  public static RocArea of(Ranking ranking) {
    double churned = ranking.churnedCount();
    double stayed = ranking.stayedCount();
    var sums = new Placements(churned, stayed);
    ranking.forEachTieAscending(sums::add);
    double area = sums.ofChurned / churned;
    double variance =
        spread(sums.ofChurned, sums.ofChurnedSquared, churned)
            + spread(sums.ofStayed, sums.ofStayedSquared, stayed);
    return new RocArea(area, variance, Math.min(ranking.churnedCount(), ranking.stayedCount()));
  }

  /** The variance of a mean, from the sum of its terms and that of their squares. */
  private static double spread(double sum, double squared, double count) {
    double around = Math.max(0, squared - sum * sum / count);
    return around / (count - 1) / count;
  }

  /**
   * {@return the 95 % interval} It is taken in log-odds, so that it stays within 0 and 1. A perfect
   * order has no variance; it is read as that many successes in a row as the smaller class has rows
   * (Clopper and Pearson, Biometrika 26(4), 1934). With less than two rows of a class, nothing is
   * known.
   */
  public Interval interval() {
    if (Double.isNaN(variance)) {
      return new Interval(0, 1);
    }
    double open = Math.pow(0.025, 1.0 / smallerClass);
    if (area == 1) {
      return new Interval(open, 1);
    }
    if (area == 0) {
      return new Interval(0, 1 - open);
    }
    double margin = Z_95 * Math.sqrt(variance) / (area * (1 - area));
    double logOdds = Math.log(area) - Math.log1p(-area);
    return new Interval(
        Math.min(area, probability(logOdds - margin)),
        Math.max(area, probability(logOdds + margin)));
  }

  private static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /** Sums over rows of the share of the other class that lies on the right side of them. */
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
