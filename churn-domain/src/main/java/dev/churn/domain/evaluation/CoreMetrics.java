package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import java.util.List;
import java.util.Optional;

/**
 * The metrics that are given for a second population beside the first; {@link Metrics} defines
 * them.
 *
 * @param customers the number of customers
 * @param churnRate fraction of them that churned
 * @param rocAucInterval 95 % confidence interval
 * @param logLoss nats
 * @param baselines the results of baselines on the same customers; empty for models of earlier
 *     versions
 * @param best the gain over the baseline that ranked this population best on the rows learned from;
 *     empty for models of earlier versions
 */
public record CoreMetrics(
    long customers,
    double churnRate,
    double rocAuc,
    Interval rocAucInterval,
    double logLoss,
    double brier,
    double calibrationError,
    List<Baseline> baselines,
    Optional<BestBaseline> best) {
  public CoreMetrics {
    requireNonNull(rocAucInterval, "rocAucInterval");
    requireNonNull(best, "best");
    baselines = List.copyOf(baselines);
    if (customers < 1 || !(churnRate >= 0 && churnRate <= 1)) {
      throw new IllegalArgumentException(
          "expected customers and a rate of 0 to 1, found %d, %s".formatted(customers, churnRate));
    }
  }

  /**
   * {@return the metrics of the probabilities}
   *
   * @param churned the outcome of each row; both classes must occur
   * @param baselines the results of baselines on the same rows
   * @param best the gain over the baseline to beat
   * @param change the change of ROC AUC from day to day
   */
  public static CoreMetrics of(
      double[] probabilities,
      boolean[] churned,
      List<Baseline> baselines,
      BestBaseline best,
      DayToDay change) {
    Metrics metrics = ClassificationMetrics.judge(probabilities, churned);
    ConfusionMatrix confusion = ConfusionMatrix.of(probabilities, churned);
    return new CoreMetrics(
        churned.length,
        (double) confusion.churned() / churned.length,
        metrics.rocAuc(),
        RocArea.of(Ranking.of(probabilities, churned)).intervalAhead(change),
        metrics.logLoss(),
        metrics.brier(),
        metrics.calibrationError(),
        baselines,
        Optional.of(best));
  }
}
