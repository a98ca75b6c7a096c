package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.SnapshotRole;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One labeled snapshot of a training.
 *
 * @param rows how many labeled customers it holds
 * @param churnRate share of them that churned
 * @param score how the judged model did on those of them that it had not learned from; empty where
 *     it had learned from all
 */
public record SnapshotResult(
    LocalDate asOf, SnapshotRole role, long rows, double churnRate, Optional<Score> score) {
  /**
   * How a model did.
   *
   * @param rocAuc area under the ROC curve
   * @param logLoss nats
   * @param calibrationError expected calibration error over 10 equal bins
   */
  public record Score(double rocAuc, double logLoss, double calibrationError) {
    /** {@return these measures alone} */
    public static Score of(Metrics metrics) {
      return new Score(metrics.rocAuc(), metrics.logLoss(), metrics.calibrationError());
    }
  }

  public SnapshotResult {
    requireNonNull(asOf, "asOf");
    requireNonNull(role, "role");
    requireNonNull(score, "score");
  }
}
