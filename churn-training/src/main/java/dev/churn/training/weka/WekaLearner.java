package dev.churn.training.weka;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingSample;
import java.util.Arrays;
import java.util.Map;
import weka.classifiers.Classifier;
import weka.core.Instances;
import weka.core.Randomizable;

/** Lets a classifier of Weka learn. */
record WekaLearner(WekaChoice choice) implements Learner<WekaScorer> {
  @Override
  public WekaScorer learn(TrainingSample sample, long seed, Progress progress) {
    Classifier classifier = WekaCatalog.create(choice.classifier(), choice.options());
    if (classifier instanceof Randomizable randomizable
        && !WekaOptions.givesSeed(choice.options())) {
      randomizable.setSeed((int) seed);
    }
    Instances rows = WekaRows.of(sample, choice.inputs());
    WekaTrainer.build(classifier, rows, progress);
    boolean ranges = choice.classifier().contains(".lazy.") || choice.options().contains(".lazy.");
    int width = ranges ? rows.numAttributes() - 1 : 0;
    double[] lows = new double[width];
    double[] highs = new double[width];
    for (int i = 0; i < width; i++) {
      double[] values = rows.attributeToDoubleArray(i);
      lows[i] = Arrays.stream(values).min().orElse(0);
      highs[i] = Arrays.stream(values).max().orElse(0);
    }
    return new WekaScorer(choice, classifier, sample.churnRate(), lows, highs);
  }

  @Override
  public Map<String, String> parameters() {
    return choice.asOptions();
  }
}
