package dev.churn.training.model;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor.BulkPredictor;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.classifier.ScoringBlock;

/**
 * Scores rows in blocks of customers who are alike. It allocates its buffers once, so that scoring
 * does not allocate.
 */
final class BulkScorer implements BulkPredictor {
  private final CalibratedPredictor model;
  private final ScoringBlock block = new ScoringBlock();
  private final RecencyOrder alikeFirst = new RecencyOrder();

  BulkScorer(CalibratedPredictor model) {
    this.model = model;
  }

  @Override
  public void predict(double[] features, int rows, double[] probabilities) {
    for (int first = 0; first < rows; first += RecencyOrder.SIZE) {
      predict(features, first, Math.min(RecencyOrder.SIZE, rows - first), probabilities);
    }
  }

  private void predict(double[] features, int first, int rows, double[] probabilities) {
    Scorer scorer = model.scorer();
    int[] order = alikeFirst.of(features, first, rows);
    for (int start = 0; start < rows; start += ScoringBlock.SIZE) {
      int count = Math.min(ScoringBlock.SIZE, rows - start);
      for (int i = 0; i < count; i++) {
        int at = (first + order[start + i]) * FeatureVector.WIDTH;
        requireFinite(features, at);
        scorer.inputSet().put(features, at, block.inputs()[i]);
      }
      scorer.score(block, count);
      for (int i = 0; i < count; i++) {
        probabilities[first + order[start + i]] = model.calibrated(block.results()[i]);
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
