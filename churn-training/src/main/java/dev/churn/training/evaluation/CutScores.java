package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.CutResult;
import dev.churn.training.data.TrainingRows;
import java.time.LocalDate;
import java.util.List;

/**
 * What a model scored at an earlier cut, and the rivals that learned from the same rows as it.
 *
 * @param probabilities one for each row of {@code test}
 */
public record CutScores(
    LocalDate asOf,
    TrainingRows test,
    double[] probabilities,
    Rivals rivals,
    BaselineScore constant) {
  /** {@return the result at this cut} */
  CutResult result() {
    return CutResult.of(asOf, probabilities, test.labels(), rivals.judged(constant, test));
  }

  /** {@return the mean log-loss over all rows of the cuts, in nats} */
  public static double meanLogLoss(List<CutScores> cuts) {
    double sum = 0;
    long count = 0;
    for (CutScores cut : cuts) {
      sum += cut.test.size() * ClassificationMetrics.logLoss(cut.probabilities, cut.test.labels());
      count += cut.test.size();
    }
    return sum / count;
  }
}
