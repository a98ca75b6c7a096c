package dev.churn.training.weka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.CheckClassifier;
import weka.classifiers.Evaluation;
import weka.classifiers.rules.ZeroR;
import weka.core.Instances;

/** Our own learners as a user of Weka meets them. */
class OwnClassifiersTest {
  static Stream<AbstractClassifier> own() {
    WekaRuntime.start();
    return Stream.of(new RidgeLogistic(), new HistogramForest(), new NewtonBoosting());
  }

  @ParameterizedTest
  @MethodSource("own")
  void weka_itself_finds_nothing_wrong(AbstractClassifier classifier) {
    var check = new CheckClassifier();
    check.setClassifier(classifier);
    PrintStream before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      check.doTests();
    } finally {
      System.setOut(before);
    }
    String text = printed.toString(StandardCharsets.UTF_8);
    List<String> wrong =
        text.substring(text.indexOf("--> Classifier tests"))
            .lines()
            .skip(1)
            .filter(line -> !line.isBlank())
            .filter(line -> !line.matches(".*\\.\\.\\.(yes|no \\(OK error message\\))"))
            .toList();
    assertThat(wrong).isEmpty();
    assertThat(text)
        .contains("basic predict (nominal class, numeric predictors)...yes")
        .contains("missing predictor values (nominal class, numeric predictors)...yes");
  }

  @ParameterizedTest
  @MethodSource("own")
  void they_are_cross_validated_by_weka(AbstractClassifier classifier) throws Exception {
    Instances data = WekaExamples.data(400, 1);

    var evaluation = new Evaluation(data);
    evaluation.crossValidateModel(classifier, data, 5, new Random(1));

    var guess = new Evaluation(data);
    guess.crossValidateModel(new ZeroR(), data, 5, new Random(1));
    assertThat(evaluation.areaUnderROC(0)).isGreaterThan(guess.areaUnderROC(0) + 0.1);
  }

  @ParameterizedTest
  @MethodSource("own")
  void a_copy_predicts_the_same_bits(AbstractClassifier classifier) throws Exception {
    Instances data = WekaExamples.data(200, 1);
    classifier.buildClassifier(data);

    var copy = AbstractClassifier.makeCopy(classifier);

    for (var row : data) {
      assertThat(copy.distributionForInstance(row))
          .isEqualTo(classifier.distributionForInstance(row));
    }
  }

  @ParameterizedTest
  @MethodSource("own")
  void options_come_back_as_they_were_set(AbstractClassifier classifier) throws Exception {
    String[] options = classifier.getOptions();
    options[1] = "7";

    classifier.setOptions(options.clone());

    assertThat(Double.parseDouble(classifier.getOptions()[1])).isEqualTo(7);
    assertThat(classifier.getOptions()).hasSameSizeAs(options);
  }

  @Test
  void rows_weigh_what_they_are_said_to_weigh() throws Exception {
    Instances data = WekaExamples.data(200, 1);
    var twice = new Instances(data);
    twice.addAll(data);
    data.forEach(row -> row.setWeight(2));
    WekaRuntime.start();
    var weighted = new RidgeLogistic();
    var repeated = new RidgeLogistic();

    weighted.buildClassifier(data);
    repeated.buildClassifier(twice);

    for (var row : data) {
      assertThat(weighted.distributionForInstance(row)[0])
          .isCloseTo(repeated.distributionForInstance(row)[0], within(1e-9));
    }
  }
}
