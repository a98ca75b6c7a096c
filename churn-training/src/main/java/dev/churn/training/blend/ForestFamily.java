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

/** A random forest blended with the base model. */
public final class ForestFamily implements ClassifierFamily<OffsetForest> {
  private static final ModelFamily DESCRIPTION =
      new ModelFamily(
          ModelType.RANDOM_FOREST,
          "random forest of 200 histogram trees, its log-odds blended with those of the logistic regression and MBG/NBD",
          "with some thousands of customers, where effects are not smooth",
          ModelFamily.Speed.MEDIUM,
          List.of(),
          List.of());

  @Override
  public ModelFamily description() {
    return DESCRIPTION;
  }

  @Override
  public Learner<OffsetForest> tune(
      TuningData data, Map<String, String> options, Progress progress) {
    BaseModelLearner base = BaseModelTuner.tuned(data, progress.part(0, 0.3));
    return ForestTuner.tune(data, base, progress.part(0.3, 1));
  }

  @Override
  public boolean hasTreesInCurve() {
    return true;
  }

  @Override
  public void write(OffsetForest scorer, ModelFileWriter out) {
    BaseModelFormat.write(scorer.base(), out);
    TreeFormat.write(scorer.trees(), out);
    out.real(scorer.share());
  }

  @Override
  public OffsetForest read(ModelFileReader in) {
    BaseModel base = BaseModelFormat.read(in);
    return new OffsetForest(base, TreeFormat.readForest(in), in.share());
  }

  @Override
  public Map<String, String> parameters(OffsetForest scorer) {
    return BaseModelFormat.parameters(scorer.base());
  }

  @Override
  public String sentence(OffsetForest scorer) {
    return "random forest of %d trees, share %s, on a %s"
        .formatted(
            scorer.trees().count(),
            Shares.text(scorer.share()),
            BaseModelFormat.sentence(scorer.base()));
  }
}
