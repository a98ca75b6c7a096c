package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.statistics.ClusteredRocArea;
import dev.churn.domain.statistics.Interval;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The realized performance of a group of predictions.
 *
 * @param population the customers it is about
 * @param cut the predictions and outcomes that it covers
 * @param rows the number of predictions with a known outcome, at least 1
 * @param customers the number of their customers
 * @param unknown the number of further predictions of the group whose outcome no dataset tells
 * @param churnRate fraction of the rows that churned
 * @param meanPredicted the mean of their probabilities
 * @param quality the metrics; empty with fewer than {@value #LEAST_ROWS} rows or fewer than {@value
 *     #LEAST_OF_CLASS} customers of a class, because they would reflect chance
 * @param activity the error of expected active days; empty where no prediction says them or no file
 *     told of them
 * @param spend the error of expected spend; empty also where there are no amounts
 */
public record RealizedPerformance(
    PredictionGroup group,
    Population population,
    Cut cut,
    long rows,
    long customers,
    long unknown,
    double churnRate,
    double meanPredicted,
    Optional<Quality> quality,
    Optional<ValueError> activity,
    Optional<ValueError> spend) {
  /** The minimum number of rows for metrics. */
  public static final int LEAST_ROWS = 20;

  /** The minimum number of customers with a churned row, and with a stayed row, for metrics. */
  public static final int LEAST_OF_CLASS = 2;

  /**
   * The minimum distance of a probability from 0 and 1, so that log-loss and log-odds are finite.
   */
  private static final double LEAST_DOUBT = 1e-9;

  /**
   * The metrics, as {@link Metrics} defines them.
   *
   * @param rocAucInterval 95 % confidence interval; rows of one customer count as dependent
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
    requireNonNull(population, "population");
    requireNonNull(cut, "cut");
    requireNonNull(quality, "quality");
    requireNonNull(activity, "activity");
    requireNonNull(spend, "spend");
  }

  /**
   * {@return the realized performance of the predictions for a population, or empty if none has an
   * outcome}
   */
  public static Optional<RealizedPerformance> of(
      PredictionGroup group, Cut cut, Population population, EvaluatedRows rows) {
    boolean[] churned = rows.churned(population);
    if (churned.length == 0) {
      return Optional.empty();
    }
    double[] probabilities = rows.probabilities(population);
    long[] customers = rows.customers(population);
    double sum = 0;
    int churnedCount = 0;
    for (int i = 0; i < churned.length; i++) {
      sum += probabilities[i];
      churnedCount += churned[i] ? 1 : 0;
    }
    return Optional.of(
        new RealizedPerformance(
            group,
            population,
            cut,
            churned.length,
            Arrays.stream(customers).distinct().count(),
            rows.unknown(population),
            (double) churnedCount / churned.length,
            sum / churned.length,
            areEnough(churned, customers)
                ? Optional.of(quality(probabilities, churned, customers))
                : Optional.empty(),
            rows.activityError(population),
            rows.spendError(population)));
  }

  static boolean areEnough(boolean[] churned, long[] customers) {
    return churned.length >= LEAST_ROWS
        && hasCustomers(churned, customers, true)
        && hasCustomers(churned, customers, false);
  }

  private static boolean hasCustomers(boolean[] churned, long[] customers, boolean label) {
    Set<Long> found = new HashSet<>();
    for (int i = 0; i < churned.length && found.size() < LEAST_OF_CLASS; i++) {
      if (churned[i] == label) {
        found.add(customers[i]);
      }
    }
    return found.size() == LEAST_OF_CLASS;
  }

  private static Quality quality(double[] probabilities, boolean[] churned, long[] customers) {
    double[] doubtful = doubtful(probabilities);
    Metrics metrics = ClassificationMetrics.judge(doubtful, churned);
    return new Quality(
        metrics.rocAuc(),
        ClusteredRocArea.of(doubtful, churned, customers).interval(),
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
