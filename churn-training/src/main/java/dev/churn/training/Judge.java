package dev.churn.training;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.model.Evaluation;
import dev.churn.domain.model.EvaluationMethod;

/** Compares probabilities with what came; the measures are those of {@link Evaluation}. */
final class Judge {
  private static final double THRESHOLD = 0.5;
  private static final int CALIBRATION_BINS = 10;

  private Judge() {}

  /**
   * {@return how well the model does on rows it did not learn from}
   *
   * @param test with rows of both classes
   */
  static Evaluation judge(ScoredModel model, Rows test, EvaluationMethod method) {
    // the lower the recency score, the longer the customer is silent
    double[] silence = test.map(features -> -features.get(Feature.RECENCY_SCORE));
    return judge(test.map(model::probability), silence, test.labels(), method);
  }

  static Evaluation judge(
      double[] probabilities, double[] baseline, boolean[] churned, EvaluationMethod method) {
    Ranking ranking = Ranking.of(probabilities, churned);
    RocArea area = RocArea.of(ranking);
    Confusion confusion = Confusion.of(probabilities, churned);
    double rows = churned.length;
    return new Evaluation(
        method,
        churned.length,
        ranking.churnedCount() / rows,
        confusion.accuracy(),
        confusion.precision(),
        confusion.recall(),
        confusion.f1(),
        area.area(),
        area.interval(),
        RocArea.of(Ranking.of(baseline, churned)).area(),
        averagePrecision(ranking),
        logLoss(probabilities, churned),
        brier(probabilities, churned),
        calibrationError(probabilities, churned),
        topDecileLift(ranking));
  }

  private record Confusion(double hits, double falseAlarms, double missed, double rest) {
    static Confusion of(double[] probabilities, boolean[] churned) {
      double[] counts = new double[4];
      for (int i = 0; i < churned.length; i++) {
        boolean predicted = probabilities[i] >= THRESHOLD;
        counts[(churned[i] ? 0 : 1) + (predicted ? 0 : 2)]++;
      }
      return new Confusion(counts[0], counts[1], counts[2], counts[3]);
    }

    double accuracy() {
      return (hits + rest) / (hits + falseAlarms + missed + rest);
    }

    double precision() {
      return hits == 0 ? 0 : hits / (hits + falseAlarms);
    }

    double recall() {
      return hits == 0 ? 0 : hits / (hits + missed);
    }

    double f1() {
      return hits == 0 ? 0 : 2 * hits / (2 * hits + falseAlarms + missed);
    }
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

  static double logLoss(double[] probabilities, boolean[] churned) {
    double sum = 0;
    for (int i = 0; i < churned.length; i++) {
      sum -= churned[i] ? Math.log(probabilities[i]) : Math.log1p(-probabilities[i]);
    }
    return sum / churned.length;
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
  static double calibrationError(double[] probabilities, boolean[] churned) {
    double[] excess = new double[CALIBRATION_BINS];
    for (int i = 0; i < churned.length; i++) {
      int bin = Math.min(CALIBRATION_BINS - 1, (int) (probabilities[i] * CALIBRATION_BINS));
      excess[bin] += probabilities[i] - (churned[i] ? 1 : 0);
    }
    double sum = 0;
    for (double e : excess) {
      sum += Math.abs(e);
    }
    return sum / churned.length;
  }
}
