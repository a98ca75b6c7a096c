package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.BoostingPath;
import dev.churn.training.tree.ForestLearner;
import dev.churn.training.tree.ForestScorer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Learns trees that stand on a {@link BaseModel}. */
public sealed interface OffsetTreeLearner extends Learner {
  /** Boosting that starts from the log-odds of the foundation. */
  record Boosted(BaseModelLearner foundation, BoostingLearner boosting)
      implements OffsetTreeLearner {
    @Override
    public Scorer learn(TrainingSample sample, long seed, Progress progress) {
      BaseModel base = foundation.learn(sample, seed, progress.part(0, 0.2));
      Optional<double[]> logOdds = Optional.of(sample.matrix().all().map(base::logOdds));
      BoostingPath path =
          boosting.learn(
              sample,
              sample.where(i -> false),
              logOdds,
              boosting.rounds(),
              seed,
              progress.part(0.2, 1));
      return new OffsetTrees.Boosted(base, path.trees(path.rounds()));
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> parameters = new TreeMap<>(boosting.parameters());
      parameters.putAll(foundation.parameters());
      return parameters;
    }
  }

  /**
   * A forest whose log-odds are blended with those of the foundation.
   *
   * @param share weight of the forest
   */
  record Forest(BaseModelLearner foundation, ForestLearner forest, double share)
      implements OffsetTreeLearner {
    @Override
    public Scorer learn(TrainingSample sample, long seed, Progress progress) {
      BaseModel base = foundation.learn(sample, seed, progress.part(0, 0.2));
      var grown = (ForestScorer) forest.learn(sample, seed, progress.part(0.2, 1));
      return new OffsetTrees.Forest(base, grown.trees(), share);
    }

    @Override
    public Map<String, String> parameters() {
      Map<String, String> parameters = new TreeMap<>(forest.parameters());
      parameters.putAll(foundation.parameters());
      parameters.put("forest_share", Double.toString(share));
      return parameters;
    }
  }
}
