package dev.churn.domain.evaluation;

import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;

/** Evaluates probabilities against outcomes; {@link Metrics} defines the metrics. */
public final class ClassificationMetrics {
  static final int CALIBRATION_BINS = 10;

  private ClassificationMetrics() {}

  /**
   * {@return the metrics of the probabilities}
   *
   * @param probabilities one for each row, 0 to 1; the log-loss is finite if none is 0 or 1
   * @param churned the outcome of each row; both classes must occur
   * @throws IllegalArgumentException if a class is missing or the lengths differ
   */
  public static Metrics judge(double[] probabilities, boolean[] churned) {
    if (probabilities.length != churned.length) {
      throw new IllegalArgumentException(
          "expected a label for each probability, found %d for %d"
              .formatted(churned.length, probabilities.length));
    }
    Ranking ranking = Ranking.of(probabilities, churned);
    if (ranking.churnedCount() == 0 || ranking.stayedCount() == 0) {
      throw new IllegalArgumentException(
          "expected rows that churned and rows that stayed, found %d and %d"
              .formatted(ranking.churnedCount(), ranking.stayedCount()));
    }
    RocArea area = RocArea.of(ranking);
    ConfusionMatrix confusion = ConfusionMatrix.of(probabilities, churned);
    return new Metrics(
        confusion.accuracy(),
        confusion.precision(),
        confusion.recall(),
        confusion.f1Score(),
        area.area(),
        area.interval(),
        averagePrecision(ranking),
        logLoss(probabilities, churned),
        brier(probabilities, churned),
        calibrationError(probabilities, churned),
        Curves.topDecileLift(ranking));
  }

  /**
   * Returns the average precision: the mean precision at the scores of the churned rows; tied rows
   * enter together.
   */
  static double averagePrecision(Ranking ranking) {
    double[] sums = new double[3]; // churned so far, rows so far, sum of precision times churned
    ranking.forEachTieDescending(
        (score, churned, stayed) -> {
          sums[0] += churned;
          sums[1] += (double) churned + stayed;
          sums[2] += churned * (sums[0] / sums[1]);
        });
    return sums[2] / ranking.churnedCount();
  }

  /** {@return the mean negative log-likelihood, in nats} */
  public static double logLoss(double[] probabilities, boolean[] churned) {
    double sum = 0;
    for (double loss : losses(probabilities, churned)) {
      sum += loss;
    }
    return sum / churned.length;
  }

  /**
   * {@return the negative log-likelihood of each row, in nats} Uses StrictMath because model types
   * are selected by it.
   */
  static double[] losses(double[] probabilities, boolean[] churned) {
    double[] losses = new double[churned.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] =
          -(churned[i] ? StrictMath.log(probabilities[i]) : StrictMath.log1p(-probabilities[i]));
    }
    return losses;
  }

  static double brier(double[] probabilities, boolean[] churned) {
    double sum = 0;
    for (int i = 0; i < churned.length; i++) {
      double difference = probabilities[i] - (churned[i] ? 1 : 0);
      sum += difference * difference;
    }
    return sum / churned.length;
  }

  /**
   * Returns the index of a calibration bin; bins include their lower bound only, except that the
   * last one also includes 1.
   */
  static int calibrationBin(double probability) {
    return Math.min(CALIBRATION_BINS - 1, (int) (probability * CALIBRATION_BINS));
  }

  static double calibrationError(double[] probabilities, boolean[] churned) {
    double[] excess = new double[CALIBRATION_BINS];
    for (int i = 0; i < churned.length; i++) {
      excess[calibrationBin(probabilities[i])] += probabilities[i] - (churned[i] ? 1 : 0);
    }
    double sum = 0;
    for (double e : excess) {
      sum += Math.abs(e);
    }
    return sum / churned.length;
  }
}
