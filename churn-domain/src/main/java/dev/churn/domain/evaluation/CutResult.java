package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.Interval;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import java.time.LocalDate;
import java.util.List;

/**
 * The performance at one snapshot of a model that had learned only from snapshots whose outcomes
 * were known by then (rolling origin). It is about the population of the evaluation.
 *
 * @param customers the number of customers, at least 1
 * @param churnRate fraction of them that churned
 * @param meanPredicted the mean of their predicted probabilities, the promised churn rate
 * @param rocAucInterval 95 % confidence interval of the sampling at this snapshot alone
 * @param logLoss nats
 * @param calibrationError expected calibration error over 10 equal-width bins
 * @param baselines the results of baselines that had learned from the same snapshots
 */
public record CutResult(
    LocalDate asOf,
    long customers,
    double churnRate,
    double meanPredicted,
    double rocAuc,
    Interval rocAucInterval,
    double logLoss,
    double brier,
    double calibrationError,
    List<Baseline> baselines) {
  public CutResult {
    requireNonNull(asOf, "asOf");
    requireNonNull(rocAucInterval, "rocAucInterval");
    baselines = List.copyOf(baselines);
    if (customers < 1) {
      throw new IllegalArgumentException("expected customers, found " + customers);
    }
  }

  /**
   * {@return the result of the probabilities}
   *
   * @param churned the outcome of each row; both classes must occur
   */
  public static CutResult of(
      LocalDate asOf, double[] probabilities, boolean[] churned, List<Baseline> baselines) {
    Ranking ranking = Ranking.of(probabilities, churned);
    RocArea area = RocArea.of(ranking);
    double predicted = 0;
    for (double probability : probabilities) {
      predicted += probability;
    }
    return new CutResult(
        asOf,
        churned.length,
        (double) ranking.churnedCount() / churned.length,
        predicted / churned.length,
        area.area(),
        area.interval(),
        ClassificationMetrics.logLoss(probabilities, churned),
        ClassificationMetrics.brier(probabilities, churned),
        ClassificationMetrics.calibrationError(probabilities, churned),
        baselines);
  }

  /** {@return the promised churn rate minus the seen one} */
  public double promisedMinusSeen() {
    return meanPredicted - churnRate;
  }
}
