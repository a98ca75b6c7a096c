package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelType;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.Learner;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.tree.TreeFormat;
import dev.churn.training.tuning.TuningData;
import java.util.List;
import java.util.Map;

/** Gradient boosting on the base model. */
public final class BoostingFamily implements ClassifierFamily<OffsetBoosting> {
  private static final ModelFamily DESCRIPTION =
      new ModelFamily(
          ModelType.GRADIENT_BOOSTING,
          "gradient boosting by Newton steps that starts from the log-odds of the logistic regression and MBG/NBD",
          "with some thousands of customers; often the best by a little",
          ModelFamily.Speed.MEDIUM,
          List.of(),
          List.of());

  @Override
  public ModelFamily description() {
    return DESCRIPTION;
  }

  @Override
  public Learner<OffsetBoosting> tune(
      TuningData data, Map<String, String> options, Progress progress) {
    BaseModelLearner base = BaseModelTuner.tuned(data, progress.part(0, 0.3));
    return BoostingTuner.tune(data, base, progress.part(0.3, 1));
  }

  @Override
  public boolean hasTreesInCurve() {
    return true;
  }

  @Override
  public void write(OffsetBoosting scorer, ModelFileWriter out) {
    BaseModelFormat.write(scorer.base(), out);
    TreeFormat.write(scorer.trees(), out);
  }

  @Override
  public OffsetBoosting read(ModelFileReader in) {
    BaseModel base = BaseModelFormat.read(in);
    return new OffsetBoosting(base, TreeFormat.read(in));
  }

  @Override
  public Map<String, String> parameters(OffsetBoosting scorer) {
    return BaseModelFormat.parameters(scorer.base());
  }

  @Override
  public String sentence(OffsetBoosting scorer) {
    return "gradient boosting of %d trees on a %s"
        .formatted(scorer.trees().count(), BaseModelFormat.sentence(scorer.base()));
  }
}
