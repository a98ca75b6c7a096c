package dev.churn.training;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingSet;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.ScoredModel;

/** Models fitted to all rows of a set, for the tests of other packages. */
public final class FittedModels {
  private FittedModels() {}

  /** {@return the model that the fitter makes of all rows, with seed 1} */
  public static ScoredModel of(TrainingSet set, ModelType type) {
    TrainingRows rows = TrainingRows.of(set.snapshots());
    return new ModelFitter(set, rows, TrainingMatrix.of(rows).all(), 1)
        .fit(type, "Model", Progress.none())
        .model();
  }
}
