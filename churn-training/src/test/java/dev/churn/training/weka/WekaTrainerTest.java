package dev.churn.training.weka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.AbstractClassifier;
import weka.classifiers.Classifier;
import weka.classifiers.meta.AttributeSelectedClassifier;
import weka.core.DenseInstance;
import weka.core.Instances;

class WekaTrainerTest {
  private static final Progress SILENT = (fraction, message) -> {};

  @Test
  void learns_the_very_same_as_weka_by_itself_and_prints_nothing() throws Exception {
    Instances data = WekaExamples.data(100, 1);
    PrintStream out = System.out;
    PrintStream err = System.err;
    var printed = new ByteArrayOutputStream();
    var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(stream);
    System.setErr(stream);
    try {
      for (WekaExamples.Example example : WekaExamples.all()) {
        Classifier ours = example.create();
        Classifier wekas = example.create();
        WekaTrainer.build(ours, data, SILENT);
        wekas.buildClassifier(data);

        assertThat(bytesOrPredictions(ours, data))
            .as(example.toString())
            .isEqualTo(bytesOrPredictions(wekas, data));
        assertThat(printed.toString(StandardCharsets.UTF_8)).as(example.toString()).isEmpty();
      }
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Attribute selection keeps in the model how long it took, so that no two are the same. */
  private static Object bytesOrPredictions(Classifier classifier, Instances data) throws Exception {
    if (!(classifier instanceof AttributeSelectedClassifier)) {
      return WekaModels.write(classifier);
    }
    double[][] predictions = new double[data.numInstances()][];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = classifier.distributionForInstance(data.instance(i));
    }
    return predictions;
  }

  @Test
  void rows_without_text_change_nothing_but_seeds_that_weka_takes_from_text() throws Exception {
    Instances data = WekaExamples.data(200, 1);
    var plain = new Instances(data, data.numInstances());
    data.forEach(row -> plain.add(new DenseInstance(1, row.toDoubleArray())));
    List<String> different = new ArrayList<>();
    for (WekaExamples.Example example : WekaExamples.defaults()) {
      Classifier ours = example.create();
      Classifier wekas = example.create();
      ours.buildClassifier(data);
      wekas.buildClassifier(plain);
      for (int i = 0; i < 50; i++) {
        double[] expected = wekas.distributionForInstance(plain.instance(i));
        if (!java.util.Arrays.equals(ours.distributionForInstance(data.instance(i)), expected)) {
          different.add(example.name().substring(example.name().lastIndexOf('.') + 1));
          break;
        }
      }
    }
    assertThat(different)
        .isSubsetOf("JRip", "RandomCommittee", "RandomForest", "RandomSubSpace", "RandomTree");
  }

  @Test
  void tells_how_far_boosting_and_networks_are() {
    var network = WekaCatalog.create("weka.classifiers.functions.MultilayerPerceptron", "-N 2000");
    List<Double> fractions = Collections.synchronizedList(new ArrayList<>());
    List<String> messages = Collections.synchronizedList(new ArrayList<>());

    WekaTrainer.build(
        network,
        WekaExamples.data(1_000, 1),
        (fraction, message) -> {
          fractions.add(fraction);
          messages.add(message);
        });

    assertThat(fractions).isSorted().startsWith(0.0).endsWith(1.0).hasSizeGreaterThan(2);
    assertThat(fractions.get(1)).isBetween(0.01, 0.99);
    assertThat(messages)
        .startsWith("MultilayerPerceptron starts to learn from 1000 rows")
        .endsWith("MultilayerPerceptron has learned");
  }

  @Test
  void what_cannot_be_learned_is_said_in_wekas_words() {
    Instances negative = WekaExamples.data(50, 1);
    negative.instance(3).setValue(0, -1);
    var classifier = WekaCatalog.create("weka.classifiers.bayes.NaiveBayesMultinomial", "");

    assertThatThrownBy(() -> WekaTrainer.build(classifier, negative, SILENT))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessage(
            "Expected NaiveBayesMultinomial to learn from 50 rows; Weka says: Numeric attribute"
                + " values must all be greater or equal to zero.");
    assertThatThrownBy(
            () -> WekaTrainer.build(new Failing(new OutOfMemoryError()), negative, SILENT))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("needs more memory than there is");
    assertThatThrownBy(
            () -> WekaTrainer.build(new Failing(new StackOverflowError()), negative, SILENT))
        .hasMessageContaining("recurses too deeply");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "weka.classifiers.trees.RandomForest|-I 5000",
        "weka.classifiers.trees.RandomForest|-I 5000 -num-slots 2",
        "weka.classifiers.functions.MultilayerPerceptron|-N 100000",
        "weka.classifiers.functions.SMO|-M -K \"weka.classifiers.functions.supportVector.RBFKernel\"",
        "weka.classifiers.meta.AdaBoostM1|-I 5000 -W weka.classifiers.trees.J48",
        "weka.classifiers.bayes.BayesNet|-Q weka.classifiers.bayes.net.search.global.TAN -- -E"
            + " weka.classifiers.bayes.net.estimate.SimpleEstimator"
      })
  void ends_soon_when_interrupted(String example) throws Exception {
    String[] parts = example.split("\\|", -1);
    var classifier = WekaCatalog.create(parts[0], parts[1]);

    Duration took = interrupted(classifier, WekaExamples.data(20_000, 1));

    assertThat(took).isLessThan(Duration.ofSeconds(4));
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.getName().equals("weka-" + classifier.getClass().getSimpleName()));
  }

  @Test
  void leaves_a_classifier_behind_that_does_not_notice() throws Exception {
    var deaf = new Deaf();

    Duration took = interrupted(deaf, WekaExamples.data(10, 1));

    assertThat(took).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(4));
    deaf.end.countDown();
  }

  /** Interrupts a training that goes on for a second; returns how long it went on after that. */
  private static Duration interrupted(Classifier classifier, Instances data) throws Exception {
    var thrown = new AtomicReference<Throwable>();
    var interruptKept = new AtomicReference<Boolean>();
    var thread =
        new Thread(
            () -> {
              try {
                WekaTrainer.build(classifier, data, SILENT);
              } catch (ChurnException e) {
                thrown.set(e);
                interruptKept.set(Thread.currentThread().isInterrupted());
              }
            });
    thread.start();
    thread.join(1_000);
    assertThat(thread.isAlive()).isTrue();
    long start = System.nanoTime();
    thread.interrupt();
    thread.join(10_000);
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(interruptKept.get()).isTrue();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Fails as it is told to. */
  private static final class Failing extends AbstractClassifier {
    private static final long serialVersionUID = 1L;
    private final Error error;

    Failing(Error error) {
      this.error = error;
    }

    @Override
    public void buildClassifier(Instances data) {
      throw error;
    }
  }

  /** Does not hear interrupts. */
  private static final class Deaf extends AbstractClassifier {
    private static final long serialVersionUID = 1L;
    private final transient CountDownLatch end = new CountDownLatch(1);

    @Override
    public void buildClassifier(Instances data) {
      while (end.getCount() > 0) {
        Thread.onSpinWait();
      }
    }
  }
}
