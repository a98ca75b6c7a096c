package dev.churn.domain.evaluation;

import dev.churn.domain.statistics.Ranking;
import java.util.ArrayList;
import java.util.List;

/**
 * The curves of an evaluation, for drawing.
 *
 * @param reliability the nonempty bins of the reliability diagram, by ascending probability
 * @param roc the ROC curve from (0, 0) to (1, 1), both rates ascending; at most {@value
 *     #MAX_ROC_POINTS} points
 * @param gains the cumulative gains after each tenth of the customers, highest probability first;
 *     from (0, 0) to (1, 1)
 */
public record Curves(List<ReliabilityBin> reliability, List<RocPoint> roc, List<GainsPoint> gains) {
  /** The maximum number of ROC points; a chart would not show more. */
  public static final int MAX_ROC_POINTS = 101;

  private static final int TENTHS = 10;

  /**
   * A bin of the reliability diagram. It includes {@code from}; only the last bin includes {@code
   * to}.
   *
   * @param rows the number of rows in the bin, at least 1
   * @param meanPredicted the mean of their probabilities
   * @param observed the fraction that churned
   */
  public record ReliabilityBin(
      double from, double to, long rows, double meanPredicted, double observed) {}

  /**
   * A point of the ROC curve: the rates at one threshold.
   *
   * @param falsePositiveRate fraction of the stayed customers at or above the threshold
   * @param truePositiveRate fraction of the churned customers at or above the threshold
   */
  public record RocPoint(double falsePositiveRate, double truePositiveRate) {}

  /**
   * A point of the gains curve: the effect of contacting the customers at highest risk.
   *
   * @param contacted fraction of all customers that is contacted
   * @param reached fraction of the churned customers among them
   */
  public record GainsPoint(double contacted, double reached) {}

  public Curves {
    reliability = List.copyOf(reliability);
    roc = List.copyOf(roc);
    gains = List.copyOf(gains);
  }

  /**
   * {@return the curves of the probabilities}
   *
   * @param churned the outcome of each row; both classes must occur
   */
  public static Curves of(double[] probabilities, boolean[] churned) {
    Ranking ranking = Ranking.of(probabilities, churned);
    return new Curves(reliability(probabilities, churned), roc(ranking), gains(ranking));
  }

  /**
   * {@return the lift of each decile, highest probability first: its churn rate divided by the
   * overall churn rate}
   */
  public List<Double> decileLift() {
    return decileLift(gains);
  }

  /** {@return the lift of the first decile, as {@link #decileLift} gives it} */
  static double topDecileLift(Ranking ranking) {
    return decileLift(gains(ranking)).get(0);
  }

  private static List<Double> decileLift(List<GainsPoint> gains) {
    List<Double> lift = new ArrayList<>();
    for (int i = 1; i < gains.size(); i++) {
      lift.add(
          (gains.get(i).reached() - gains.get(i - 1).reached())
              / (gains.get(i).contacted() - gains.get(i - 1).contacted()));
    }
    return lift;
  }

  private static List<ReliabilityBin> reliability(double[] probabilities, boolean[] churned) {
    int count = ClassificationMetrics.CALIBRATION_BINS;
    long[] rows = new long[count];
    double[] predicted = new double[count];
    long[] observed = new long[count];
    for (int i = 0; i < churned.length; i++) {
      int bin = ClassificationMetrics.calibrationBin(probabilities[i]);
      rows[bin]++;
      predicted[bin] += probabilities[i];
      observed[bin] += churned[i] ? 1 : 0;
    }
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (rows[i] > 0) {
        bins.add(
            new ReliabilityBin(
                (double) i / count,
                (i + 1.0) / count,
                rows[i],
                predicted[i] / rows[i],
                (double) observed[i] / rows[i]));
      }
    }
    return bins;
  }

  /** Returns the ROC curve, thinned to the first point after each further hundredth of the rows. */
  private static List<RocPoint> roc(Ranking ranking) {
    double churnedCount = ranking.churnedCount();
    double stayedCount = ranking.stayedCount();
    List<RocPoint> points = new ArrayList<>();
    points.add(new RocPoint(0, 0));
    long[] sums = new long[3]; // churned, stayed, last hundredth of the rows that has a point
    ranking.forEachTieDescending(
        (score, churned, stayed) -> {
          sums[0] += churned;
          sums[1] += stayed;
          double share = (sums[0] + sums[1]) / (churnedCount + stayedCount);
          long step = (long) (share * (MAX_ROC_POINTS - 1));
          if (step > sums[2] || share == 1) {
            sums[2] = step;
            points.add(new RocPoint(sums[1] / stayedCount, sums[0] / churnedCount));
          }
        });
    return points;
  }

  /** Returns the gains curve; tied rows are spread evenly, so that their order does not matter. */
  private static List<GainsPoint> gains(Ranking ranking) {
    double churnedCount = ranking.churnedCount();
    double rows = churnedCount + ranking.stayedCount();
    List<GainsPoint> points = new ArrayList<>();
    points.add(new GainsPoint(0, 0));
    double[] sums = new double[2]; // rows, churned
    ranking.forEachTieDescending(
        (score, churned, stayed) -> {
          double here = (double) churned + stayed;
          while (points.size() < TENTHS && sums[0] + here >= rows * points.size() / TENTHS) {
            double taken = rows * points.size() / TENTHS - sums[0];
            points.add(
                new GainsPoint(
                    (double) points.size() / TENTHS,
                    (sums[1] + taken * churned / here) / churnedCount));
          }
          sums[0] += here;
          sums[1] += churned;
        });
    points.add(new GainsPoint(1, 1));
    return points;
  }
}
