package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.SnapshotRole;
import java.time.LocalDate;
import java.util.Optional;

/**
 * The result of one labeled snapshot of a training.
 *
 * @param rows the number of labeled customers in the snapshot, active or lapsed
 * @param churnRate fraction of them that churned
 * @param score the performance of the model on the evaluation's population, if it was evaluated on
 *     this snapshot
 */
public record SnapshotResult(
    LocalDate asOf, SnapshotRole role, long rows, double churnRate, Optional<Score> score) {
  /**
   * The performance of a model.
   *
   * @param rocAuc area under the ROC curve
   * @param logLoss mean log-loss in nats
   * @param calibrationError expected calibration error over 10 equal-width bins
   */
  public record Score(double rocAuc, double logLoss, double calibrationError) {
    /** {@return the subset of the given metrics} */
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
