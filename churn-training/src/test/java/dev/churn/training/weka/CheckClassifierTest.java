package dev.churn.training.weka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.CheckClassifier;
import weka.classifiers.Evaluation;
import weka.core.Capabilities;
import weka.core.Capabilities.Capability;
import weka.core.Instance;
import weka.core.Instances;

/** How a classifier of our own is put to Weka's own test. */
class CheckClassifierTest {
  /** Predicts by the class of the nearer mean: numeric inputs, two classes. */
  public static final class NearerMean extends AbstractClassifier {
    private static final long serialVersionUID = 1L;

    private double[][] means = new double[2][];
    private double prior = 0.5;

    @Override
    public Capabilities getCapabilities() {
      Capabilities capabilities = super.getCapabilities();
      capabilities.disableAll();
      capabilities.enable(Capability.NUMERIC_ATTRIBUTES);
      capabilities.enable(Capability.MISSING_VALUES);
      capabilities.enable(Capability.BINARY_CLASS);
      capabilities.enable(Capability.MISSING_CLASS_VALUES);
      return capabilities;
    }

    @Override
    public void buildClassifier(Instances data) throws Exception {
      getCapabilities().testWithFail(data);
      var rows = new Instances(data);
      rows.deleteWithMissingClass();
      means = new double[2][rows.numAttributes()];
      double[] counts = new double[2];
      for (Instance row : rows) {
        int outcome = (int) row.classValue();
        counts[outcome]++;
        for (int i = 0; i < row.numAttributes(); i++) {
          means[outcome][i] += i == row.classIndex() || row.isMissing(i) ? 0 : row.value(i);
        }
      }
      for (int outcome = 0; outcome < 2; outcome++) {
        for (int i = 0; i < means[outcome].length; i++) {
          means[outcome][i] /= Math.max(1, counts[outcome]);
        }
      }
      prior = (counts[0] + 1) / (counts[0] + counts[1] + 2);
    }

    @Override
    public double[] distributionForInstance(Instance row) {
      double difference = Math.log(prior / (1 - prior));
      for (int i = 0; i < row.numAttributes(); i++) {
        if (i != row.classIndex() && !row.isMissing(i)) {
          difference +=
              Math.pow(row.value(i) - means[1][i], 2) - Math.pow(row.value(i) - means[0][i], 2);
        }
      }
      double churned = 1 / (1 + Math.exp(-difference));
      return new double[] {churned, 1 - churned};
    }
  }

  @Test
  void weka_finds_nothing_wrong() throws Exception {
    WekaRuntime.start();
    var check = new CheckClassifier();
    check.setClassifier(new NearerMean());
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      check.doTests();
    } finally {
      System.setOut(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    // What is not "yes" has to be a refusal by the declared capabilities.
    List<String> wrong =
        text.substring(text.indexOf("--> Classifier tests"))
            .lines()
            .skip(1)
            .filter(
                line ->
                    !line.isBlank() && !line.matches(".*\\.\\.\\.(yes|no \\(OK error message\\))"))
            .toList();
    assertThat(wrong).isEmpty();
    assertThat(text)
        .contains("basic predict (nominal class, numeric predictors)...yes")
        .contains("missing predictor values (nominal class, numeric predictors)...yes");
    var evaluation = new Evaluation(WekaExamples.data(100, 1));
    evaluation.crossValidateModel(new NearerMean(), WekaExamples.data(100, 1), 5, new Random(1));
    assertThat(evaluation.areaUnderROC(0)).isGreaterThan(0.4);
  }
}
