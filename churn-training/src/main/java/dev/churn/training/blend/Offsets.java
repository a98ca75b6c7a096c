package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.tuning.TuningData;
import dev.churn.training.tuning.Validation;
import java.util.ArrayList;
import java.util.List;

/** The base model's log-odds from which trees start during tuning. */
final class Offsets {
  private Offsets() {}

  /** {@return for each trial, the log-odds of all rows of the matrix} */
  static List<double[]> ofTrials(TuningData data, BaseModelLearner base, Progress progress) {
    List<Validation.Trial> trials = data.validation().trials();
    List<double[]> offsets = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      Progress part = progress.part((double) i / trials.size(), (i + 1.0) / trials.size());
      BaseModel learned = base.learn(trials.get(i).learn(), data.seed(), part);
      offsets.add(data.all().matrix().all().map(learned::logOdds));
    }
    return offsets;
  }
}
