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
 * How well a group of predictions did.
 *
 * @param rows of how many predictions the outcome is known, at least 1
 * @param churnRate share of them that churned
 * @param meanPredicted mean of their probabilities
 * @param quality empty with fewer than {@value #LEAST_ROWS} rows or a class with fewer than {@value
 *     #LEAST_OF_CLASS}: the measures would tell of chance
 */
public record RealizedPerformance(
    PredictionGroup group,
    long rows,
    double churnRate,
    double meanPredicted,
    Optional<Quality> quality) {
  /** How many rows measures need. */
  public static final int LEAST_ROWS = 20;

  /** How many rows that churned, and how many that did not, measures need. */
  public static final int LEAST_OF_CLASS = 2;

  /** Log-loss and log-odds need probabilities that leave a doubt. */
  private static final double LEAST_DOUBT = 1e-9;

  /**
   * The measures, as {@link Metrics} defines them.
   *
   * @param rocAucInterval 95 %
   * @param logLoss nats; a probability of 0 or 1 counts as {@code 1e-9} away from it
   * @param calibrationError expected calibration error over 10 equal bins
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

  /** {@return what these predictions came to, or empty if there is none} */
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
