package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.data.TrainingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Warnings about an evaluation that a reader should know before relying on its numbers. */
final class EvaluationWarnings {
  /** Suspiciously high ROC AUC; above it, a feature probably leaks the outcome. */
  private static final double TOO_GOOD = 0.98;

  /** The ROC AUC from which a feature by itself gives the outcome away. */
  private static final double GIVES_AWAY = 0.95;

  private static final int FEW_CUSTOMERS = 300;
  private static final int FEW_OF_A_CLASS = 30;

  private EvaluationWarnings() {}

  /** {@return the warnings, as sentences} */
  static List<String> of(Metrics metrics, TrainingRows test) {
    List<String> warnings = new ArrayList<>();
    boolean[] churned = test.labels();
    if (metrics.rocAuc() > TOO_GOOD) {
      warnings.add(giveAway(metrics, test, churned));
    }
    if (test.size() < FEW_CUSTOMERS) {
      warnings.add(
          "Evaluated on only %d customers, so the figures are uncertain (see the intervals)"
              .formatted(test.size()));
    }
    int positives = test.churnedCount();
    if (positives < FEW_OF_A_CLASS) {
      warnings.add("Only %d of the evaluated customers churned".formatted(positives));
    }
    if (test.size() - positives < FEW_OF_A_CLASS) {
      warnings.add("Only %d of the evaluated customers stayed".formatted(test.size() - positives));
    }
    return warnings;
  }

  private static String giveAway(Metrics metrics, TrainingRows test, boolean[] churned) {
    Feature loudest = Feature.RECENCY_SCORE;
    double highest = 0;
    for (Feature feature : Feature.values()) {
      double area =
          RocArea.of(Ranking.of(test.map(features -> features.get(feature)), churned)).area();
      double eitherWay = Math.max(area, 1 - area);
      if (eitherWay > highest) {
        highest = eitherWay;
        loudest = feature;
      }
    }
    return String.format(
        Locale.ROOT,
        highest >= GIVES_AWAY
            ? "ROC AUC %.4f is too good to be true: %s gives the label away, with a ROC AUC of %.4f"
                + " on its own; look at how the labels were made"
            : "ROC AUC %.4f is unusually high: several features give the label away together (%s,"
                + " the best of them, has a ROC AUC of %.4f on its own); look at how the labels were"
                + " made",
        metrics.rocAuc(),
        loudest.columnName(),
        highest);
  }
}
