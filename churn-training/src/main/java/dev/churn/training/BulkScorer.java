package dev.churn.training;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.model.ChurnModel.BulkPredictor;

/**
 * Scores rows in blocks: few enough that their inputs stay in the cache, enough that each tree is
 * brought there once for many of them. What it needs is made once, so scoring allocates nothing.
 */
final class BulkScorer implements BulkPredictor {
  static final int BLOCK = 64;

  private final ScoredModel model;
  private final double[][] inputs = new double[BLOCK][DerivedInputs.COUNT];
  private final double[] given = new double[BLOCK];

  BulkScorer(ScoredModel model) {
    this.model = model;
  }

  @Override
  public void predict(double[] features, int rows, double[] probabilities) {
    for (int start = 0; start < rows; start += BLOCK) {
      int count = Math.min(BLOCK, rows - start);
      for (int i = 0; i < count; i++) {
        int at = (start + i) * Feature.COUNT;
        requireFinite(features, at);
        DerivedInputs.put(features, at, inputs[i]);
      }
      model.scorer().probabilities(inputs, count, given);
      for (int i = 0; i < count; i++) {
        probabilities[start + i] = model.calibrated(given[i]);
      }
    }
  }

  private static void requireFinite(double[] features, int at) {
    for (int i = at; i < at + Feature.COUNT; i++) {
      if (!Double.isFinite(features[i])) {
        throw new IllegalArgumentException(
            "expected %s to be finite, found %s"
                .formatted(Feature.values()[i - at].columnName(), features[i]));
      }
    }
  }
}
