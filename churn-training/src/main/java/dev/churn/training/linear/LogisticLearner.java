package dev.churn.training.linear;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.math.Logits;
import dev.churn.training.parallel.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fits a ridge logistic regression.
 *
 * @param ridge weight of the sum of squared standardized coefficients relative to the
 *     log-likelihood of all rows; positive
 */
public record LogisticLearner(double ridge) implements Learner<LinearScorer> {
  public LogisticLearner {
    if (!(ridge > 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("expected a positive ridge, found " + ridge);
    }
  }

  @Override
  public LinearScorer learn(TrainingSample sample, long seed, Progress progress) {
    return path(sample, new double[] {ridge}, progress).get(0);
  }

  /**
   * {@return the fit for each ridge; each fit starts from the previous one}
   *
   * @param ridges positive; fastest from the largest to the smallest
   */
  public static List<LinearScorer> path(TrainingSample sample, double[] ridges, Progress progress) {
    try (Workers workers = Workers.perProcessor()) {
      return path(sample, ridges, progress, workers);
    }
  }

  public static List<LinearScorer> path(
      TrainingSample sample, double[] ridges, Progress progress, Workers workers) {
    return path(sample, ridges, Optional.empty(), progress, workers);
  }

  /**
   * {@return the fit, found sooner from a start near it and less exactly}
   *
   * @param start a fit to other labels, from which the search begins if it has the same inputs
   */
  public static LinearScorer from(
      LinearScorer start, TrainingSample sample, double ridge, Progress progress) {
    try (Workers workers = Workers.perProcessor()) {
      return path(sample, new double[] {ridge}, Optional.of(start), progress, workers).get(0);
    }
  }

  private static List<LinearScorer> path(
      TrainingSample sample,
      double[] ridges,
      Optional<LinearScorer> start,
      Progress progress,
      Workers workers) {
    Standardization scale = Standardization.of(sample, sample.linearInputs());
    List<LinearScorer> path = new ArrayList<>();
    double[] coefficients = new double[scale.places().length + 1];
    coefficients[0] = Logits.logOdds(sample.churnRate());
    double enough = start.isPresent() ? LogisticRegression.SMALL : LogisticRegression.NEGLIGIBLE;
    if (start.isPresent() && Arrays.equals(start.get().inputs(), scale.places())) {
      System.arraycopy(start.get().weights(), 0, coefficients, 1, scale.places().length);
    }
    var regression = new LogisticRegression(sample, scale, workers);
    for (int i = 0; i < ridges.length; i++) {
      progress.report((i + 0.2) / ridges.length, "Fitting the logistic regression");
      coefficients = regression.fit(ridges[i], coefficients, enough);
      double[] weights = new double[scale.places().length];
      System.arraycopy(coefficients, 1, weights, 0, weights.length);
      path.add(
          new LinearScorer(
              scale.places(), scale.means(), scale.scales(), weights, coefficients[0]));
    }
    return path;
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of("ridge", Double.toString(ridge));
  }
}
