package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.BoostingPath;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Boosting that starts from the log-odds of a base model. */
record OffsetBoostingLearner(BaseModelLearner base, BoostingLearner boosting)
    implements Learner<OffsetBoosting> {
  @Override
  public OffsetBoosting learn(TrainingSample sample, long seed, Progress progress) {
    BaseModel learned = base.learn(sample, seed, progress.part(0, 0.2));
    Optional<double[]> logOdds = Optional.of(sample.matrix().all().map(learned::logOdds));
    BoostingPath path =
        boosting.learn(
            sample,
            sample.where(i -> false),
            logOdds,
            boosting.rounds(),
            seed,
            progress.part(0.2, 1));
    return new OffsetBoosting(learned, path.trees(path.rounds()));
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>(boosting.parameters());
    parameters.putAll(base.parameters());
    return parameters;
  }
}
