package dev.churn.domain.statistics;

/**
 * The area under the ROC curve of rows of which several may be of one customer, as with predictions
 * for several days. Such rows depend on each other, so that the interval is that of so many
 * customers and not of so many rows; {@link RocArea} is for rows of different customers. The
 * variance follows Obuchowski, Nonparametric analysis of clustered ROC curve data, Biometrics
 * 53(2), 1997; if every customer has one row, it is that of {@link RocArea}.
 *
 * @param variance the variance of the area; NaN if a class has fewer than two customers
 * @param smallerClass the number of customers in the class that has fewer
 */
public record ClusteredRocArea(double area, double variance, int smallerClass) {
  /**
   * {@return the area under the ROC curve}
   *
   * @param scores the score of each row
   * @param churned the outcome of each row; both classes must occur
   * @param customers the customer of each row
   */
  public static ClusteredRocArea of(double[] scores, boolean[] churned, long[] customers) {
    if (scores.length != churned.length || scores.length != customers.length) {
      throw new IllegalArgumentException(
          "expected as many scores as outcomes and customers, found %d, %d and %d"
              .formatted(scores.length, churned.length, customers.length));
    }
    Clusters clusters = Clusters.of(customers);
    RowPlacements placements = RowPlacements.of(scores, churned);
    return new ClusteredRocArea(
        placements.area(), placements.variance(clusters), clusters.ofRarerClass(churned));
  }

  /**
   * {@return the 95 % confidence interval} It is computed in log-odds, so that it stays within 0
   * and 1, with a quantile of Student's distribution with n − 1 degrees of freedom, where n is the
   * number of customers in the rarer class. A perfect ranking has no variance; it is treated as n
   * successes in a row (Clopper and Pearson, Biometrika 26(4), 1934). If a class has fewer than two
   * customers, the interval is 0 to 1.
   */
  public Interval interval() {
    return AreaInterval.of(area, variance, smallerClass);
  }
}
