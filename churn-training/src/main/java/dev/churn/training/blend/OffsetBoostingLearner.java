package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tree.BoostingLearner;
import java.util.Map;
import java.util.TreeMap;

/** Boosting that starts from the log-odds of a base model. */
record OffsetBoostingLearner(BaseModelLearner base, BoostingLearner boosting)
    implements Learner<OffsetBoosting> {
  @Override
  public OffsetBoosting learn(TrainingSample sample, long seed, Progress progress) {
    BaseModel learned = base.learn(sample, seed, progress.part(0, 0.2));
    return OffsetBoosting.learn(learned, boosting, sample, seed, progress.part(0.2, 1));
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>(boosting.parameters());
    parameters.putAll(base.parameters());
    return parameters;
  }
}
