package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.Baseline.Direction;
import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.data.TrainingRows;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A baseline that is evaluated beside a model on the same customers.
 *
 * @param name name of the {@link Baseline}
 * @param value the value of a customer. A learned baseline must have learned from the same rows as
 *     the model.
 * @param probable whether values are probabilities of churn, above 0 and below 1, so that they have
 *     a log-loss
 * @param direction the values that mean a higher churn risk; empty for a constant
 */
public record BaselineScore(
    String name,
    ToDoubleFunction<FeatureVector> value,
    boolean probable,
    Optional<Direction> direction) {
  /** {@return recency alone: a lower recency score means a longer time without activity} */
  static BaselineScore recency() {
    return new BaselineScore(
        Baseline.RECENCY,
        features -> features.get(Feature.RECENCY_SCORE),
        false,
        Optional.of(Direction.LOWER));
  }

  /** {@return the churn rate of the training rows, for every customer} */
  public static BaselineScore churnRate(TrainingRows learned) {
    double rate = (double) learned.churnedCount() / learned.size();
    return new BaselineScore(Baseline.CHURN_RATE, features -> rate, true, Optional.empty());
  }

  /** {@return the scores of the rows; a higher score means a higher churn risk} */
  double[] scores(TrainingRows rows) {
    return oriented(rows.map(value));
  }

  /** {@return the result on the rows} */
  Baseline judge(TrainingRows rows) {
    double[] values = rows.map(value);
    boolean[] churned = rows.labels();
    return new Baseline(
        name,
        RocArea.of(Ranking.of(oriented(values), churned)).area(),
        probable
            ? OptionalDouble.of(ClassificationMetrics.logLoss(values, churned))
            : OptionalDouble.empty(),
        direction);
  }

  private double[] oriented(double[] values) {
    double[] scores = values.clone();
    if (direction.equals(Optional.of(Direction.LOWER))) {
      for (int i = 0; i < scores.length; i++) {
        scores[i] = -scores[i];
      }
    }
    return scores;
  }
}
