package dev.churn.training.weka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelExport;
import dev.churn.domain.model.ModelFamily;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.training.ChurnModelTraining;
import dev.churn.training.Synthetic;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.classifier.FittedClassifier;
import dev.churn.training.data.InputSet;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.model.CalibratedPredictor;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weka.classifiers.evaluation.Evaluation;
import weka.classifiers.trees.J48;

class WekaFamilyTest {
  private static final ModelType WEKA = new ModelType("weka");
  private static final ChurnModelTraining TRAINING = new ChurnModelTraining();
  private static final TrainingSet SET = Synthetic.outOfTime(400, 3, Synthetic.SIGNAL, 1);

  private static ModelSpecification specification(String... options) {
    Map<String, String> named = new TreeMap<>();
    for (int i = 0; i < options.length; i += 2) {
      named.put(options[i], options[i + 1]);
    }
    return TRAINING.check(new ModelSpecification(WEKA, named));
  }

  private static TrainingResult train(ModelSpecification specification) {
    return TRAINING.train(
        new TrainingRequest(SET, specification, 1, Optional.empty()), Progress.none());
  }

  private static List<FeatureVector> customers(int count) {
    var random = new Random(5);
    List<FeatureVector> customers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      customers.add(Synthetic.customer(random));
    }
    return customers;
  }

  @ParameterizedTest
  @CsvSource({
    "NaiveBayes,",
    "weka.classifiers.bayes.BayesNet,",
    "J48, -C 0.1 -M 20",
    "IBk, -K 15",
    "AdaBoostM1, -I 5 -W weka.classifiers.trees.DecisionStump"
  })
  void any_classifier_is_trained_stored_and_read_back(String classifier, String options) {
    ModelSpecification wanted =
        options == null
            ? specification("classifier", classifier)
            : specification("classifier", classifier, "options", options);

    TrainingResult result = train(wanted);
    Predictor read = TRAINING.decode(TRAINING.encode(result.model()));

    assertThat(result.evaluation().metrics().rocAuc()).isGreaterThan(0.6);
    assertThat(result.parameters())
        .containsKeys("classifier", "classifier_options", "weka_version", "description");
    assertThat(result.parameters().get("description")).startsWith("Weka's ");
    assertThat(read.type()).isEqualTo(WEKA);
    for (FeatureVector customer : customers(200)) {
      assertThat(read.predict(customer)).isEqualTo(result.model().predict(customer));
    }
  }

  @Test
  void many_customers_are_predicted_as_one_is() {
    Predictor model = train(specification("classifier", "LWL")).model();
    List<FeatureVector> customers = customers(100);
    double[] features = new double[customers.size() * FeatureVector.WIDTH];
    for (int i = 0; i < customers.size(); i++) {
      customers.get(i).copyTo(features, i * FeatureVector.WIDTH);
    }
    double[] probabilities = new double[customers.size()];

    model.bulk().predict(features, customers.size(), probabilities);

    for (int i = customers.size() - 1; i >= 0; i--) { // the other way round: nothing is remembered
      assertThat(model.predict(customers.get(i)).value()).isEqualTo(probabilities[i]);
    }
  }

  @Test
  void the_same_seed_gives_the_same_file() {
    ModelSpecification forest =
        specification("classifier", "RandomForest", "options", "-I 10 -depth 4");

    assertThat(TRAINING.encode(train(forest).model()))
        .isEqualTo(TRAINING.encode(train(forest).model()));
  }

  @Test
  void the_derived_inputs_can_be_chosen() {
    TrainingResult result =
        train(specification("classifier", "Logistic", "inputs", "derived", "calibration", "none"));

    assertThat(result.parameters()).containsEntry("inputs", "derived");
    assertThat(result.parameters()).containsEntry("calibration", "none");
    assertThat(result.evaluation().metrics().rocAuc()).isGreaterThan(0.7);
  }

  @Test
  void who_learned_from_all_derived_inputs_cannot_take_those_of_another_version() {
    byte[] features = olderInputs(train(specification("classifier", "J48")));
    byte[] derived = olderInputs(train(specification("classifier", "J48", "inputs", "derived")));

    assertThat(TRAINING.decode(features).type()).isEqualTo(WEKA);
    assertThatThrownBy(() -> TRAINING.decode(derived))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE))
        .hasMessageContaining("derived inputs of version 2");
  }

  /** The inputs of version 3 are the first of today's. */
  @Test
  void who_learned_from_all_derived_inputs_of_version_3_is_given_them() {
    TrainingRows rows = TrainingRows.of(SET.snapshots());
    WekaChoice choice = WekaChoice.of(Map.of("classifier", "J48", "inputs", "derived"));
    WekaScorer scorer =
        new WekaLearner(choice.with(InputSet.DERIVED_OF_VERSION_3))
            .learn(TrainingMatrix.of(rows).all(), 1, Progress.none());
    var model =
        new CalibratedPredictor(
            new FittedClassifier<>(new WekaFamily(), scorer),
            Synthetic.DEFINITION,
            new Calibration.None(),
            customers(1));
    byte[] file = TRAINING.encode(model);

    Predictor again = TRAINING.decode(file);
    Predictor older = TRAINING.decode(asOfVersion3(file));

    assertThat(InputSet.DERIVED_OF_VERSION_3.names()).hasSize(46);
    for (FeatureVector customer : customers(200)) {
      assertThat(again.predict(customer)).isEqualTo(model.predict(customer));
      assertThat(older.predict(customer)).isEqualTo(model.predict(customer));
    }
    assertThat(TRAINING.encode(older)).isEqualTo(file);
  }

  /** {@return the file as version 3 wrote it: with its number, and its inputs called derived} */
  private static byte[] asOfVersion3(byte[] file) {
    String name = InputSet.DERIVED_OF_VERSION_3.id();
    String text = new String(file, ISO_8859_1);
    int at = text.indexOf(name);
    int removed = name.length() - InputSet.DERIVED.id().length();
    var out = ByteBuffer.allocate(file.length - removed);
    out.put(file, 0, at - 4).putInt(InputSet.DERIVED.id().length());
    out.put(InputSet.DERIVED.id().getBytes(ISO_8859_1));
    out.put(file, at + name.length(), file.length - at - name.length());
    out.putInt(16 + WEKA.id().length(), 3);
    return sealed(out.array());
  }

  private static byte[] olderInputs(TrainingResult result) {
    byte[] file = TRAINING.encode(result.model());
    ByteBuffer.wrap(file).putInt(16 + WEKA.id().length(), 2);
    return sealed(file);
  }

  private static byte[] sealed(byte[] file) {
    var checksum = new CRC32C();
    checksum.update(file, 0, file.length - 4);
    ByteBuffer.wrap(file).putInt(file.length - 4, (int) checksum.getValue());
    return file;
  }

  @ParameterizedTest
  @CsvSource({"features", "derived"})
  void the_exported_file_gives_in_weka_what_is_served(String inputs, @TempDir Path folder)
      throws Exception {
    Predictor model =
        train(specification("classifier", "J48", "inputs", inputs, "calibration", "none")).model();
    ModelExport export = TRAINING.export(model).orElseThrow();
    Path file = folder.resolve(export.filename());
    try (InputStream in = export.content().open()) {
      Files.copy(in, file);
    }
    List<FeatureVector> customers = customers(300);
    Path arff = folder.resolve("customers.arff");
    Files.writeString(arff, arff(customers, inputs), UTF_8);
    Path output = folder.resolve("predictions.csv");

    Evaluation.evaluateModel(
        new J48(),
        new String[] {
          "-l",
          file.toString(),
          "-T",
          arff.toString(),
          "-classifications",
          "weka.classifiers.evaluation.output.prediction.CSV -distribution -decimals 12"
              + " -suppress -file "
              + output
        });

    List<String> lines =
        Files.readAllLines(output).stream().filter(line -> line.matches("\\d+,.*")).toList();
    assertThat(export.filename()).isEqualTo("J48.model");
    assertThat(lines).hasSameSizeAs(customers);
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).replace("*", "").split(",", -1);
      assertThat(Double.parseDouble(cells[cells.length - 2]))
          .isCloseTo(raw(model, customers.get(i)), within(1e-9));
    }
  }

  /** Served probabilities stay away from 0 and 1; Weka's own do not. */
  private static double raw(Predictor model, FeatureVector customer) {
    double served = model.predict(customer).value();
    return served <= 1e-6 ? 0 : served >= 1 - 1e-6 ? 1 : served;
  }

  private static String arff(List<FeatureVector> customers, String inputs) {
    InputSet set = InputSet.valueOf(inputs.toUpperCase(Locale.ROOT));
    var text = new StringBuilder("@relation customers\n");
    set.names().forEach(name -> text.append("@attribute ").append(name).append(" numeric\n"));
    text.append("@attribute outcome {churned,stayed}\n@data\n");
    for (FeatureVector customer : customers) {
      for (double value : set.of(customer)) {
        text.append(value).append(',');
      }
      text.append("stayed\n");
    }
    return text.toString();
  }

  @Test
  void what_cannot_be_a_model_is_refused_by_name() {
    assertRefused("SerializedClassifier", "", "SerializedClassifier");
    assertRefused("weka.classifiers.trees.M5P", "", "M5P");
    assertRefused("java.lang.Runtime", "", "java.lang.Runtime");
    assertRefused("J48", "-C 0.1 -nonsense", "-nonsense");
    assertRefused("MultilayerPerceptron", "-G", "-G");
    assertRefused("Vote", "-P /etc/passwd", "-P");
  }

  private static void assertRefused(String classifier, String options, String told) {
    assertThatThrownBy(() -> specification("classifier", classifier, "options", options))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessageContaining(told);
  }

  @Test
  void options_that_are_none_are_named() {
    assertThatThrownBy(() -> specification())
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining("classifier: expected the name of a classifier");
    assertThatThrownBy(() -> specification("classifier", "J48", "inputs", "all"))
        .hasMessageContaining("expected one of features, derived, found 'all'");
    assertThatThrownBy(() -> specification("classifier", "J48", "depth", "3"))
        .hasMessageContaining("depth: expected an option of a Weka model: classifier");
  }

  @Test
  void a_short_name_and_defaults_become_the_full_form() {
    assertThat(specification("classifier", "J48", "options", " ", "inputs", "features").options())
        .isEqualTo(Map.of("classifier", "weka.classifiers.trees.J48"));
  }

  @Test
  void what_is_slow_on_many_rows_is_told_beforehand() {
    ModelSpecification kernel =
        specification(
            "classifier",
            "SMO",
            "options",
            "-K \"weka.classifiers.functions.supportVector.RBFKernel -G 0.1\"");

    assertThat(TRAINING.slowWarning(kernel, 100_000))
        .hasValueSatisfying(text -> assertThat(text).contains("SMO is slow on many rows"));
    assertThat(TRAINING.slowWarning(kernel, 1_000)).isEmpty();
    assertThat(TRAINING.slowWarning(specification("classifier", "J48"), 100_000)).isEmpty();
  }

  @Test
  void explanations_of_slow_predictors_compare_with_fewer_customers() {
    var family = new WekaFamily();

    assertThat(family.backgroundRows(specification("classifier", "J48").options())).isEqualTo(16);
    assertThat(family.backgroundRows(specification("classifier", "KStar").options())).isEqualTo(1);
    assertThat(
            family.backgroundRows(
                specification("classifier", "NaiveBayes", "options", "-K").options()))
        .isEqualTo(1);
    assertThat(family.backgroundRows(specification("classifier", "NaiveBayes").options()))
        .isEqualTo(16);
  }

  @Test
  void every_type_says_what_it_is_and_when_to_use_it() {
    List<ModelFamily> types = TRAINING.types();

    assertThat(types)
        .extracting(family -> family.type().id())
        .containsExactly(
            "logistic_regression", "random_forest", "gradient_boosting", "weka", "auto");
    assertThat(types.get(3).classifiers()).hasSizeGreaterThan(40);
  }
}
