package dev.churn.training;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelType;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.FittedClassifier;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.tuning.TuningData;
import java.util.List;
import java.util.Map;

/** A family for scorers that tests make by hand; it keeps nothing in files. */
public final class Unkept implements ClassifierFamily<Scorer> {
  public static FittedClassifier<Scorer> of(Scorer scorer) {
    return new FittedClassifier<>(new Unkept(), scorer);
  }

  @Override
  public ModelFamily description() {
    return new ModelFamily(
        ModelType.RANDOM_FOREST,
        "made by hand",
        "in tests",
        ModelFamily.Speed.FAST,
        List.of(),
        List.of());
  }

  @Override
  public Learner<Scorer> tune(TuningData data, Map<String, String> options, Progress progress) {
    throw new AssertionError("nothing to tune");
  }

  @Override
  public void write(Scorer scorer, ModelFileWriter out) {
    throw new AssertionError("nothing to write");
  }

  @Override
  public Scorer read(ModelFileReader in) {
    throw new AssertionError("nothing to read");
  }

  @Override
  public Map<String, String> parameters(Scorer scorer) {
    return Map.of();
  }

  @Override
  public String sentence(Scorer scorer) {
    return "made by hand";
  }
}
