package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.Clusters;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.statistics.PairedBootstrap;
import dev.churn.domain.statistics.RowPlacements;

/**
 * The gain in ROC AUC of a model over a baseline.
 *
 * @param rocAuc ROC AUC of the model minus that of the baseline
 * @param interval 95 % interval: of the sampling at one snapshot from a paired bootstrap over
 *     customers, or of a later snapshot
 */
public record Gain(double rocAuc, Interval interval) {
  public Gain {
    requireNonNull(interval, "interval");
  }

  /**
   * {@return the gain of {@code scores} over {@code others}}
   *
   * @param churned the outcome of each row; both classes must occur
   * @param customers the customer of each row; rows of one customer are drawn together
   * @param seed the same seed and rows give the same interval, regardless of the order of the rows
   */
  public static Gain of(
      double[] scores, double[] others, boolean[] churned, long[] customers, long seed) {
    PairedBootstrap.Difference found =
        new PairedBootstrap(churned, customers, seed).rocAucDifference(scores, others);
    return new Gain(found.value(), found.interval());
  }

  /**
   * {@return the gain with the 95 % interval of that at a later snapshot with as many customers} It
   * holds the sampling at both snapshots, with the variance of DeLong, DeLong and Clarke-Pearson
   * (Biometrics 44(3), 1988), and the change from day to day.
   *
   * @param churned the outcome of each row; both classes must occur
   * @param customers the customer of each row
   */
  public static Gain ahead(
      double[] scores, double[] others, boolean[] churned, long[] customers, DayToDay change) {
    Sampled sampled = Sampled.of(scores, others, churned, customers);
    double gain = sampled.gain;
    double margin =
        Double.isNaN(sampled.variance)
            ? Double.POSITIVE_INFINITY
            : change.marginAhead(sampled.variance, sampled.smallerClass);
    return new Gain(
        gain,
        new Interval(
            Math.max(Math.min(gain, -1), gain - margin),
            Math.min(Math.max(gain, 1), gain + margin)));
  }

  /**
   * A gain with its variance by sampling.
   *
   * @param variance NaN if a class has fewer than two customers
   * @param smallerClass the number of customers in the smaller class
   */
  public record Sampled(double gain, double variance, int smallerClass) {
    /** {@return the gain of {@code scores} over {@code others}} */
    public static Sampled of(
        double[] scores, double[] others, boolean[] churned, long[] customers) {
      Clusters clusters = Clusters.of(customers);
      RowPlacements difference =
          RowPlacements.of(scores, churned).minus(RowPlacements.of(others, churned));
      return new Sampled(
          difference.area(), difference.variance(clusters), clusters.ofRarerClass(churned));
    }
  }
}
