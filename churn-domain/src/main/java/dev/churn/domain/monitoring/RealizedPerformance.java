package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Interval;
import dev.churn.domain.evaluation.Metrics;
import java.util.List;
import java.util.Optional;

/**
 * The realized performance of a group of predictions.
 *
 * @param rows the number of predictions with a known outcome, at least 1
 * @param churnRate fraction of them that churned
 * @param meanPredicted the mean of their probabilities
 * @param quality the metrics; empty with fewer than {@value #LEAST_ROWS} rows or fewer than {@value
 *     #LEAST_OF_CLASS} rows of a class, because they would reflect chance
 */
public record RealizedPerformance(
    PredictionGroup group,
    long rows,
    double churnRate,
    double meanPredicted,
    Optional<Quality> quality) {
  /** The minimum number of rows for metrics. */
  public static final int LEAST_ROWS = 20;

  /** The minimum number of churned rows, and of stayed rows, for metrics. */
  public static final int LEAST_OF_CLASS = 2;

  /**
   * The minimum distance of a probability from 0 and 1, so that log-loss and log-odds are finite.
   */
  private static final double LEAST_DOUBT = 1e-9;

  /**
   * The metrics, as {@link Metrics} defines them.
   *
   * @param rocAucInterval 95 % confidence interval
   * @param logLoss mean log-loss in nats; a probability of 0 or 1 is moved by {@code 1e-9}
   * @param calibrationError expected calibration error over 10 equal-width bins
   */
  public record Quality(
      double rocAuc,
      Interval rocAucInterval,
      double logLoss,
      double brier,
      double calibrationError,
      double topDecileLift,
      List<ReliabilityBin> reliability) {
    public Quality {
      requireNonNull(rocAucInterval, "rocAucInterval");
      reliability = List.copyOf(reliability);
    }
  }

  public RealizedPerformance {
    requireNonNull(group, "group");
    requireNonNull(quality, "quality");
  }

  /** {@return the realized performance of the predictions, or empty if there are none} */
  public static Optional<RealizedPerformance> of(
      PredictionGroup group, double[] probabilities, boolean[] churned) {
    if (churned.length == 0) {
      return Optional.empty();
    }
    double sum = 0;
    int churnedCount = 0;
    for (int i = 0; i < churned.length; i++) {
      sum += probabilities[i];
      churnedCount += churned[i] ? 1 : 0;
    }
    return Optional.of(
        new RealizedPerformance(
            group,
            churned.length,
            (double) churnedCount / churned.length,
            sum / churned.length,
            areEnough(churned.length, churnedCount)
                ? Optional.of(quality(probabilities, churned))
                : Optional.empty()));
  }

  static boolean areEnough(int rows, int churned) {
    return rows >= LEAST_ROWS && churned >= LEAST_OF_CLASS && rows - churned >= LEAST_OF_CLASS;
  }

  private static Quality quality(double[] probabilities, boolean[] churned) {
    double[] doubtful = doubtful(probabilities);
    Metrics metrics = ClassificationMetrics.judge(doubtful, churned);
    return new Quality(
        metrics.rocAuc(),
        metrics.rocAucInterval(),
        metrics.logLoss(),
        metrics.brier(),
        metrics.calibrationError(),
        metrics.topDecileLift(),
        Curves.of(doubtful, churned).reliability());
  }

  static double[] doubtful(double[] probabilities) {
    double[] doubtful = new double[probabilities.length];
    for (int i = 0; i < doubtful.length; i++) {
      doubtful[i] = Math.max(LEAST_DOUBT, Math.min(1 - LEAST_DOUBT, probabilities[i]));
    }
    return doubtful;
  }
}
