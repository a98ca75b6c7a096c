package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tree.ForestLearner;
import dev.churn.training.tree.ForestScorer;
import java.util.Map;
import java.util.TreeMap;

/**
 * A forest whose log-odds are blended with those of a base model.
 *
 * @param share weight of the forest, 0 to 1
 */
record OffsetForestLearner(BaseModelLearner base, ForestLearner forest, double share)
    implements Learner<OffsetForest> {
  @Override
  public OffsetForest learn(TrainingSample sample, long seed, Progress progress) {
    BaseModel learned = base.learn(sample, seed, progress.part(0, 0.2));
    ForestScorer grown = forest.learn(sample, seed, progress.part(0.2, 1));
    return new OffsetForest(learned, grown.trees(), share);
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>(forest.parameters());
    parameters.putAll(base.parameters());
    parameters.put("forest_share", Double.toString(share));
    return parameters;
  }
}
