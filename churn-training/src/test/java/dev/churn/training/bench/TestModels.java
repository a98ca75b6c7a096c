package dev.churn.training.bench;

import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.training.ChurnModelTraining;
import dev.churn.training.Synthetic;
import dev.churn.training.Unkept;
import dev.churn.training.blend.OffsetBoosting;
import dev.churn.training.blend.OffsetForest;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LogisticLearner;
import dev.churn.training.model.CalibratedPredictor;
import dev.churn.training.tree.FlatTrees;
import dev.churn.training.tree.ForestLearner;
import dev.churn.training.tree.ForestScorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models to be scored by: of each type as it is served, and plainer ones of a known size. */
final class TestModels {
  private TestModels() {}

  /** {@return one model of each type, trained as the server does, with so many labeled rows} */
  static Map<String, CalibratedPredictor> trained(int rows) {
    Map<String, CalibratedPredictor> models = new LinkedHashMap<>();
    for (ModelType type : Synthetic.learnable()) {
      var request =
          new TrainingRequest(
              Synthetic.outOfTime(rows / 2, 2, Synthetic.SIGNAL, 1), type, 1, Optional.empty());
      var trained = new ChurnModelTraining().train(request, Progress.none());
      models.put(type.id(), (CalibratedPredictor) trained.model());
    }
    return models;
  }

  /** {@return models that stand on nothing else: a regression and a hundred trees} */
  static Map<String, CalibratedPredictor> plain(int rows) {
    TrainingSample sample =
        TrainingMatrix.of(
                TrainingRows.of(
                    Synthetic.single(Synthetic.rows(rows, Synthetic.SIGNAL, 1), SnapshotRole.TRAIN)
                        .snapshots()))
            .all();
    Map<String, CalibratedPredictor> models = new LinkedHashMap<>();
    models.put("regression alone", scored(new LogisticLearner(0.5), sample));
    models.put("100 trees of depth 10", scored(new ForestLearner(100, 10, 1, 4), sample));
    return models;
  }

  private static CalibratedPredictor scored(Learner<?> learner, TrainingSample sample) {
    return new CalibratedPredictor(
        Unkept.of(learner.learn(sample, 1, Progress.none())),
        Synthetic.DEFINITION,
        new Calibration.None(),
        List.of(Vectors.of(1, 2, 3, 4, 5, 6, 7, 8)));
  }

  static String describe(CalibratedPredictor model) {
    FlatTrees trees =
        model.scorer() instanceof OffsetBoosting boosting
            ? boosting.trees()
            : model.scorer() instanceof OffsetForest offset
                ? offset.trees()
                : model.scorer() instanceof ForestScorer forest ? forest.trees() : null;
    return trees == null
        ? "no trees"
        : "%d trees, %,d nodes".formatted(trees.count(), trees.inputs().length);
  }
}
