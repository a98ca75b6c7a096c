package dev.churn.domain.evaluation;

/** Compares probabilities with what came; the measures are those of {@link Metrics}. */
public final class ClassificationMetrics {
  static final int CALIBRATION_BINS = 10;

  private ClassificationMetrics() {}

  /**
   * {@return the measures of these probabilities}
   *
   * @param probabilities 0 to 1, one for each row; the log-loss is finite if none is 0 or 1
   * @param churned of each row; both classes must be there
   * @throws IllegalArgumentException if they are not, or not as many as probabilities
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
        topDecileLift(ranking));
  }

  /** The mean, over those who churned, of the precision at their score; ties are taken at once. */
  static double averagePrecision(Ranking ranking) {
    double[] sums = new double[3]; // churned so far, rows so far, precision times churned
    ranking.forEachTieDescending(
        (score, churned, stayed) -> {
          sums[0] += churned;
          sums[1] += (double) churned + stayed;
          sums[2] += churned * (sums[0] / sums[1]);
        });
    return sums[2] / ranking.churnedCount();
  }

  /** The tenth is rounded up to whole rows; of rows that tie at its end, the mean is taken. */
  static double topDecileLift(Ranking ranking) {
    double rows = (double) ranking.churnedCount() + ranking.stayedCount();
    double top = Math.ceil(rows / 10);
    double[] sums = new double[2]; // rows, churned
    ranking.forEachTieDescending(
        (score, churned, stayed) -> {
          double here = (double) churned + stayed;
          double taken = Math.min(here, top - sums[0]);
          sums[0] += taken;
          sums[1] += taken * churned / here;
        });
    return (sums[1] / top) / (ranking.churnedCount() / rows);
  }

  /** {@return the mean negative log-likelihood, nats} */
  public static double logLoss(double[] probabilities, boolean[] churned) {
    double sum = 0;
    for (double loss : losses(probabilities, churned)) {
      sum += loss;
    }
    return sum / churned.length;
  }

  /** {@return the negative log-likelihood of each row} Strict, since types are chosen by it. */
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

  /** Bins are closed below and open above, the last one closed. */
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
