package dev.churn.domain.usecase.training;

import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.Snapshot;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.TypeColumns;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.plausibility.TrainingPlausibility.MeanProbabilities;
import dev.churn.domain.port.FeatureTables;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.usecase.dataset.FeatureTableReader;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Computes a model's mean probability for a sample of the active customers of a feature table. */
final class ScoredSample {
  /**
   * The number of rows of a snapshot to predict; the standard error of a mean is then below .01.
   */
  private static final long ROWS = 5_000;

  /** With fewer active customers a mean has no meaning. */
  private static final long LEAST_CUSTOMERS = 50;

  private final FeatureTableReader tables;

  ScoredSample(ObjectStore objects, FeatureTables tables) {
    this.tables = new FeatureTableReader(objects, tables);
  }

  /** {@return the mean probabilities, or empty if the table lacks one of the two snapshots} */
  Optional<MeanProbabilities> means(FeatureDataset table, Predictor model) {
    Map<LocalDate, Mean> means = new HashMap<>();
    LocalDate evaluated = null;
    LocalDate latest = null;
    for (Snapshot snapshot : table.manifest().snapshots()) {
      if (snapshot.role() == SnapshotRole.TEST) {
        evaluated = snapshot.asOf();
        means.put(evaluated, new Mean(snapshot.rows()));
      } else if (snapshot.role() == SnapshotRole.SCORE) {
        latest = snapshot.asOf();
        means.put(latest, new Mean(snapshot.rows()));
      }
    }
    if (means.size() < 2) {
      return Optional.empty();
    }
    ActiveWindow window = table.manifest().activeWindow();
    TypeColumns columns = model.featureDefinition().columnsIn(table.manifest().definition());
    tables.read(
        table,
        means.keySet(),
        (customer, asOf, features, churned) -> {
          Mean mean = means.get(asOf);
          if (mean.isNextDrawn()
              && window.includes(features)
              && !(churned.orElse(false) && table.manifest().isScored(asOf))) {
            mean.add(
                model.predict(columns.of(features)).value()); // the season changes as it should
          }
        });
    Mean first = means.get(evaluated);
    Mean last = means.get(latest);
    return first.count < LEAST_CUSTOMERS || last.count < LEAST_CUSTOMERS
        ? Optional.empty()
        : Optional.of(new MeanProbabilities(first.sum / first.count, last.sum / last.count));
  }

  /** The mean of every {@code step}-th row. */
  private static final class Mean {
    private final long step;
    private long seen;
    private long count;
    private double sum;

    Mean(long rows) {
      step = Math.max(1, rows / ROWS);
    }

    boolean isNextDrawn() {
      return seen++ % step == 0;
    }

    void add(double probability) {
      sum += probability;
      count++;
    }
  }
}
