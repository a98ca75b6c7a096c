package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.training.classifier.ClassifierFamily;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;
import dev.churn.training.tuning.TuningData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A further type of model is one class, {@link Toy}, and one line, in {@link #TRAINING}. */
class ToyFamilyTest {
  private static final ChurnModelTraining TRAINING = new ChurnModelTraining(List.of(new Toy()));

  /** Churn becomes likelier with the days of silence, by a half-life that is learned. */
  record Silence(double halfLife) implements Scorer, Learner<Silence> {
    @Override
    public double probability(double[] inputs) {
      double silent = inputs[DerivedInputs.SILENT.ordinal()];
      return silent / (silent + halfLife);
    }

    @Override
    public Silence learn(TrainingSample sample, long seed, Progress progress) {
      double[] silent = sample.map(inputs -> inputs[DerivedInputs.SILENT.ordinal()]);
      double sum = 0;
      for (double days : silent) {
        sum += days;
      }
      return new Silence(1 + sum / silent.length);
    }

    @Override
    public Map<String, String> parameters() {
      return Map.of();
    }
  }

  static final class Toy implements ClassifierFamily<Silence> {
    @Override
    public ModelFamily description() {
      return new ModelFamily(
          new ModelType("toy"),
          "silence over a half-life",
          "in this test",
          ModelFamily.Speed.FAST,
          List.of(),
          List.of());
    }

    @Override
    public Learner<Silence> tune(TuningData data, Map<String, String> options, Progress progress) {
      return new Silence(1);
    }

    @Override
    public void write(Silence scorer, ModelFileWriter out) {
      out.real(scorer.halfLife());
    }

    @Override
    public Silence read(ModelFileReader in) {
      return new Silence(in.finite());
    }

    @Override
    public Map<String, String> parameters(Silence scorer) {
      return Map.of("half_life", Double.toString(scorer.halfLife()));
    }

    @Override
    public String sentence(Silence scorer) {
      return "silence over %.0f days".formatted(scorer.halfLife());
    }
  }

  @Test
  void it_is_listed_trained_stored_read_back_and_predicts() {
    TrainingResult result =
        TRAINING.train(
            new TrainingRequest(
                Synthetic.outOfTime(300, 2, Synthetic.SIGNAL, 1),
                new ModelType("toy"),
                1,
                Optional.empty()),
            Progress.none());
    Predictor read = TRAINING.decode(TRAINING.encode(result.model()));

    assertThat(TRAINING.types())
        .extracting(family -> family.type().id())
        .containsExactly(
            "logistic_regression", "random_forest", "gradient_boosting", "toy", "auto");
    assertThat(result.evaluation().metrics().rocAuc()).isGreaterThan(0.6);
    assertThat(result.parameters()).containsKey("half_life");
    assertThat(read.type().id()).isEqualTo("toy");
    var random = new Random(3);
    for (int i = 0; i < 100; i++) {
      FeatureVector customer = Synthetic.customer(random);
      assertThat(read.predict(customer)).isEqualTo(result.model().predict(customer));
    }
  }
}
