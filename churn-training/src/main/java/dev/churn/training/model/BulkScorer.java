package dev.churn.training.model;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor.BulkPredictor;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;

/** Scores rows in blocks. It allocates its buffers once, so that scoring does not allocate. */
final class BulkScorer implements BulkPredictor {
  private final CalibratedPredictor model;
  private final ScoringBlock block = new ScoringBlock();

  BulkScorer(CalibratedPredictor model) {
    this.model = model;
  }

  @Override
  public void predict(double[] features, int rows, double[] probabilities) {
    predict(features, rows, probabilities, false);
  }

  @Override
  public void predictSimilar(double[] features, int rows, double[] probabilities) {
    predict(features, rows, probabilities, true);
  }

  private void predict(double[] features, int rows, double[] probabilities, boolean areSimilar) {
    block.setOfSimilarRows(areSimilar);
    Scorer scorer = model.scorer();
    for (int start = 0; start < rows; start += ScoringBlock.SIZE) {
      int count = Math.min(ScoringBlock.SIZE, rows - start);
      for (int i = 0; i < count; i++) {
        int at = (start + i) * FeatureVector.WIDTH;
        requireFinite(features, at);
        scorer.inputSet().put(features, at, block.inputs()[i]);
      }
      scorer.score(block, count);
      for (int i = 0; i < count; i++) {
        probabilities[start + i] = model.calibrated(block.results()[i]);
      }
    }
  }

  private static void requireFinite(double[] features, int at) {
    for (int i = at; i < at + FeatureVector.WIDTH; i++) {
      if (!Double.isFinite(features[i])) {
        throw new IllegalArgumentException(
            "expected %s to be finite, found %s"
                .formatted(FeatureVector.name(i - at), features[i]));
      }
    }
  }
}
