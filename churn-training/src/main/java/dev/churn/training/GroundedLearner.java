package dev.churn.training;

import dev.churn.domain.job.Progress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Learns trees that stand on a {@link Foundation}. */
sealed interface GroundedLearner extends Learner {
  /** Boosting that starts from the log-odds of the foundation. */
  record Boosted(FoundationLearner foundation, BoostingLearner boosting)
      implements GroundedLearner {
    @Override
    public Scorer learn(Sample sample, long seed, Progress progress) {
      Foundation base = foundation.learn(sample, seed, progress.part(0, 0.2));
      Optional<double[]> logOdds = Optional.of(sample.matrix().all().map(base::logOdds));
      BoostingPath path =
          boosting.learn(
              sample,
              sample.where(i -> false),
              logOdds,
              boosting.rounds(),
              seed,
              progress.part(0.2, 1));
      return new OnFoundation.Boosted(base, path.trees(path.rounds()));
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
  record Forest(FoundationLearner foundation, ForestLearner forest, double share)
      implements GroundedLearner {
    @Override
    public Scorer learn(Sample sample, long seed, Progress progress) {
      Foundation base = foundation.learn(sample, seed, progress.part(0, 0.2));
      var grown = (ForestScorer) forest.learn(sample, seed, progress.part(0.2, 1));
      return new OnFoundation.Forest(base, grown.trees(), share);
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
