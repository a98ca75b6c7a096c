package dev.churn.training;

import dev.churn.domain.job.Progress;
import java.util.Arrays;
import java.util.Map;
import weka.classifiers.functions.Logistic;

/**
 * Logistic regression.
 *
 * @param ridge weight of the squared, standardised coefficients against the log-likelihood of all
 *     rows; positive
 */
record LogisticLearner(double ridge) implements Learner {
  LogisticLearner {
    if (!(ridge > 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("expected a positive ridge, found " + ridge);
    }
  }

  @Override
  public Scorer learn(Rows rows, long seed, Progress progress) {
    Standardisation scale = Standardisation.of(rows, DerivedInputs.forLinear());
    progress.report(0.2, "Fitting the logistic regression");
    int[] places = scale.places();
    if (places.length == 0) { // all customers look alike
      double churned = rows.churnedCount();
      double logOdds = Math.log(churned / (rows.size() - churned));
      return new LinearScorer(places, new double[0], new double[0], new double[0], logOdds);
    }
    Logistic logistic = WekaRuntime.call(() -> fit(rows, scale));
    double[][] coefficients = logistic.coefficients();
    if (coefficients.length != places.length + 1) {
      throw new IllegalStateException(
          "Expected %d coefficients of Weka, found %d"
              .formatted(places.length + 1, coefficients.length));
    }
    double[] weights = new double[places.length];
    Arrays.setAll(weights, i -> coefficients[i + 1][0]);
    return new LinearScorer(places, scale.means(), scale.scales(), weights, coefficients[0][0]);
  }

  Logistic fit(Rows rows, Standardisation scale) throws Exception {
    var logistic = new Logistic();
    logistic.setRidge(ridge);
    logistic.setDoNotStandardizeAttributes(true); // done already, and without cancellation
    logistic.buildClassifier(WekaData.of(rows, scale.places(), scale));
    return logistic;
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of("ridge", Double.toString(ridge));
  }

  @Override
  public boolean needsCalibration() {
    return false; // maximum likelihood calibrates it on the rows it learned from
  }
}
