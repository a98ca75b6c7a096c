package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelType;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.Learner;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.tuning.TuningData;
import java.util.List;
import java.util.Map;

/** Ridge regression blended with MBG/NBD. */
public final class LogisticFamily implements ClassifierFamily<BaseModel> {
  private static final ModelFamily DESCRIPTION =
      new ModelFamily(
          ModelType.LOGISTIC_REGRESSION,
          "ridge regression on 43 derived inputs, blended with the buy-till-you-die model MBG/NBD",
          "first, and wherever customers are few: it extrapolates best to customers older than any seen",
          ModelFamily.Speed.FAST,
          List.of(),
          List.of());

  @Override
  public ModelFamily description() {
    return DESCRIPTION;
  }

  @Override
  public Learner<BaseModel> tune(TuningData data, Map<String, String> options, Progress progress) {
    return BaseModelTuner.tuned(data, progress);
  }

  @Override
  public void write(BaseModel scorer, ModelFileWriter out) {
    BaseModelFormat.write(scorer, out);
  }

  @Override
  public BaseModel read(ModelFileReader in) {
    return BaseModelFormat.read(in);
  }

  @Override
  public Map<String, String> parameters(BaseModel scorer) {
    return BaseModelFormat.parameters(scorer);
  }

  @Override
  public String sentence(BaseModel scorer) {
    return BaseModelFormat.sentence(scorer);
  }
}
