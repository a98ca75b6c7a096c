package dev.churn.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureNames;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.value.GammaGamma;
import dev.churn.domain.value.PurchaseProcess;
import dev.churn.domain.value.SpendError;
import dev.churn.domain.value.ValueModel;
import dev.churn.training.ChurnModelTraining;
import dev.churn.training.Synthetic;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.BoostingFamily;
import dev.churn.training.blend.ForestFamily;
import dev.churn.training.blend.LogisticFamily;
import dev.churn.training.blend.OffsetBoosting;
import dev.churn.training.blend.OffsetForest;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.classifier.FittedClassifier;
import dev.churn.training.curve.CurveModel;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.math.Logits;
import dev.churn.training.season.Season;
import dev.churn.training.tree.FlatTrees;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ModelFileTest {
  private static final ChurnModelTraining TRAINING = new ChurnModelTraining();
  private static final FeatureDefinition DEFINITION =
      new FeatureDefinition(Set.of("Käufe", "purchase", ""), 123.25);

  private static final List<FeatureVector> BACKGROUND =
      List.of(FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8), FeatureVector.of(8, 7, 6, 5, 4, 3, 2, 1));

  private static BaseModel base() {
    return base(90);
  }

  private static BaseModel base(int horizon) {
    return new BaseModel(
        new MbgNbd(MbgNbd.Dropout.AFTER_FIRST, horizon, 0.5, 40, 0.75, 2.5),
        new LinearScorer(
            new int[] {0, 5}, new double[] {1, 2}, new double[] {3, 4}, new double[] {-5, 6}, 0.5),
        0.375);
  }

  private static CalibratedPredictor linear() {
    return new CalibratedPredictor(
        new FittedClassifier<>(new LogisticFamily(), base()),
        DEFINITION,
        new Calibration.None(),
        BACKGROUND);
  }

  /** One tree that asks twice, one that is a leaf. */
  private static FlatTrees trees() {
    var builder = new FlatTrees.Builder();
    builder.startTree();
    int root = builder.node(DerivedInputs.SILENT.ordinal(), 30);
    builder.leaf(0.25);
    builder.startRightOf(root);
    int right = builder.node(DerivedInputs.GAP.ordinal(), 7);
    builder.leaf(0.5);
    builder.startRightOf(right);
    builder.leaf(0.75);
    builder.startTree();
    builder.leaf(0.125);
    return builder.build();
  }

  private static CalibratedPredictor forest() {
    return new CalibratedPredictor(
        new FittedClassifier<>(new ForestFamily(), new OffsetForest(base(), trees(), 0.75)),
        DEFINITION,
        new Calibration.Isotonic(new double[] {0.1, 0.3}, new double[] {0.2, 0.9}),
        BACKGROUND);
  }

  private static CalibratedPredictor boosted() {
    return new CalibratedPredictor(
        new FittedClassifier<>(new BoostingFamily(), new OffsetBoosting(base(), trees())),
        DEFINITION,
        new Calibration.Platt(1.25, -0.75),
        BACKGROUND);
  }

  private static CalibratedPredictor valued(Optional<GammaGamma> baskets) {
    return linear()
        .with(
            Optional.of(
                new ValueModel(
                    90,
                    new PurchaseProcess(0.5, 40, 0.75, 2.5),
                    0.875,
                    baskets,
                    1.125,
                    baskets.isPresent()
                        ? new SpendError(new DayToDay(0.0625, 7.5), 1.25)
                        : SpendError.UNKNOWN)),
            Optional.empty());
  }

  @Test
  void a_model_that_does_not_know_its_error_is_read_too() {
    byte[] file = TRAINING.encode(valued(Optional.of(new GammaGamma(6.25, 3.74, 15.44))));
    byte[] earlier = Arrays.copyOf(file, file.length - 3 * Double.BYTES);
    // before the checksum: the tag, p, q, v and f
    earlier[earlier.length - Integer.BYTES - 4 * Double.BYTES - 1] = 1;

    var read = (CalibratedPredictor) TRAINING.decode(sealed(earlier));

    assertThat(read.spendError()).isEqualTo(SpendError.UNKNOWN);
    assertThat(read.valueModel().orElseThrow().spendPerBasket()).isEqualTo(1.125);
  }

  @Test
  void what_customers_are_worth_comes_back_as_it_was() {
    for (CalibratedPredictor model :
        List.of(valued(Optional.empty()), valued(Optional.of(new GammaGamma(6.25, 3.74, 15.44))))) {
      byte[] file = TRAINING.encode(model);

      assertThat(file[11]).isEqualTo((byte) 5);
      var read = (CalibratedPredictor) TRAINING.decode(file);
      assertThat(read.valueModel()).isEqualTo(model.valueModel());
      assertThat(TRAINING.encode(read)).isEqualTo(file);
      for (int length = file.length - 60; length < file.length; length++) {
        byte[] cut = sealed(Arrays.copyOf(file, length));
        assertThatThrownBy(() -> TRAINING.decode(cut)).isInstanceOf(ChurnException.class);
      }
    }
  }

  @Test
  void the_events_by_which_customers_leave_come_back_as_they_were() {
    var byEvents = new FeatureDefinition(Set.of("purchase"), Set.of("expired", "cancelled"), 7);
    var plain =
        new CalibratedPredictor(
            new FittedClassifier<>(new LogisticFamily(), base()),
            byEvents,
            new Calibration.None(),
            BACKGROUND);
    CalibratedPredictor worth = plain.with(valued(Optional.empty()).valueModel(), Optional.empty());
    for (CalibratedPredictor model : List.of(plain, worth)) {
      byte[] file = TRAINING.encode(model);

      assertThat(file[11]).isEqualTo((byte) 6);
      var read = (CalibratedPredictor) TRAINING.decode(file);
      assertThat(read.featureDefinition()).isEqualTo(byEvents);
      assertThat(read.valueModel()).isEqualTo(model.valueModel());
      assertThat(TRAINING.encode(read)).isEqualTo(file);
    }
    assertThat(TRAINING.encode(linear())[11]).isEqualTo((byte) 4);
  }

  private static CalibratedPredictor curved(Optional<ValueModel> value) {
    return curved(value, FlatTrees.none());
  }

  private static CalibratedPredictor curved(Optional<ValueModel> value, FlatTrees trees) {
    var week = new OffsetBoosting(base(7), trees);
    var quarter = new OffsetBoosting(base(90), trees);
    return boosted().with(value, Optional.of(new CurveModel(90, List.of(week, quarter))));
  }

  @Test
  void a_curve_with_trees_comes_back_as_it_was() {
    CalibratedPredictor model = curved(valued(Optional.empty()).valueModel(), trees());
    byte[] file = TRAINING.encode(model);

    assertThat(file[11]).isEqualTo((byte) 9);
    var read = (CalibratedPredictor) TRAINING.decode(file);
    assertThat(read.featureDefinition()).isEqualTo(model.featureDefinition());
    assertThat(read.valueModel()).isEqualTo(model.valueModel());
    assertThat(TRAINING.encode(read)).isEqualTo(file);
    FeatureVector customer = Synthetic.customer(new Random(3));
    assertThat(read.curve(customer, read.predict(customer)))
        .isEqualTo(model.curve(customer, model.predict(customer)))
        .isNotEqualTo(curved(Optional.empty()).curve(customer, model.predict(customer)));
    for (int length = file.length - 400; length < file.length; length++) {
      byte[] cut = sealed(Arrays.copyOf(file, length));
      assertThatThrownBy(() -> TRAINING.decode(cut)).isInstanceOf(ChurnException.class);
    }
  }

  @Test
  void a_curve_comes_back_as_it_was_with_and_without_the_worth() {
    for (CalibratedPredictor model :
        List.of(
            curved(Optional.empty()),
            curved(valued(Optional.empty()).valueModel()),
            curved(valued(Optional.of(new GammaGamma(6.25, 3.74, 15.44))).valueModel()))) {
      byte[] file = TRAINING.encode(model);

      assertThat(file[11]).isEqualTo((byte) 6);
      var read = (CalibratedPredictor) TRAINING.decode(file);
      assertThat(read.valueModel()).isEqualTo(model.valueModel());
      assertThat(read.curveModel().orElseThrow().days()).containsExactly(7, 90);
      assertThat(TRAINING.encode(read)).isEqualTo(file);
      FeatureVector customer = Synthetic.customer(new Random(3));
      assertThat(read.curve(customer, read.predict(customer)))
          .isEqualTo(model.curve(customer, model.predict(customer)));
      for (int length = file.length - 400; length < file.length; length++) {
        byte[] cut = sealed(Arrays.copyOf(file, length));
        assertThatThrownBy(() -> TRAINING.decode(cut)).isInstanceOf(ChurnException.class);
      }
      byte[] other = file.clone();
      // the horizon of the model, before the number of horizons and the two base models
      ByteBuffer.wrap(other).putInt(placeOf(file, new int[] {90, 2, 7}), 30);
      assertCorrupt(sealed(other));
    }
  }

  @Test
  void a_season_comes_back_as_it_was_and_moves_the_log_odds_of_its_days() {
    double[] byDay = new double[Season.DAYS];
    byDay[358] = .75; // Christmas Eve
    byDay[31] = -.5;
    for (CalibratedPredictor anyDay :
        List.of(linear(), boosted(), curved(valued(Optional.empty()).valueModel()))) {
      CalibratedPredictor model = anyDay.with(new Season(byDay));
      byte[] file = TRAINING.encode(model);

      assertThat(file[11]).isEqualTo((byte) 7);
      var read = (CalibratedPredictor) TRAINING.decode(file);
      assertThat(read.season().orElseThrow().byDay()).isEqualTo(byDay);
      assertThat(read.valueModel()).isEqualTo(model.valueModel());
      assertThat(read.curveModel().isPresent()).isEqualTo(model.curveModel().isPresent());
      assertThat(TRAINING.encode(read)).isEqualTo(file);
      FeatureVector customer = Synthetic.customer(new Random(3));
      double without = Logits.logOdds(anyDay.probability(customer));
      CalibratedPredictor christmas = read.on(LocalDate.parse("2025-12-24"));
      assertThat(Logits.logOdds(christmas.probability(customer)))
          .isCloseTo(without + .75, within(1e-9));
      assertThat(christmas.on(LocalDate.parse("2023-02-01")).probability(customer))
          .isCloseTo(Logits.probability(without - .5), within(1e-9));
      assertThat(christmas.on(LocalDate.parse("2024-02-29")).probability(customer))
          .isCloseTo(anyDay.probability(customer), within(1e-12));
      assertThat(read.probability(customer)).isEqualTo(anyDay.probability(customer));
      assertThatThrownBy(() -> TRAINING.encode(christmas))
          .isInstanceOf(IllegalArgumentException.class);
      for (int length = file.length - 60; length < file.length; length++) {
        byte[] cut = sealed(Arrays.copyOf(file, length));
        assertThatThrownBy(() -> TRAINING.decode(cut)).isInstanceOf(ChurnException.class);
      }
    }
  }

  private static CalibratedPredictor[] models() {
    return new CalibratedPredictor[] {linear(), forest(), boosted()};
  }

  @Test
  void a_model_comes_back_as_it_was() {
    for (CalibratedPredictor model : models()) {
      Predictor decoded = TRAINING.decode(TRAINING.encode(model));

      assertThat(decoded.type()).isEqualTo(model.type());
      assertThat(decoded.featureDefinition()).isEqualTo(DEFINITION);
      var random = new Random(1);
      for (int i = 0; i < 500; i++) {
        FeatureVector customer = Synthetic.customer(random);
        assertThat(decoded.predict(customer)).isEqualTo(model.predict(customer));
      }
      assertThat(TRAINING.encode(decoded)).isEqualTo(TRAINING.encode(model));
    }
  }

  @Test
  void trees_lead_below_the_threshold_to_the_left() {
    double[] inputs = new double[DerivedInputs.COUNT];
    inputs[DerivedInputs.SILENT.ordinal()] = 29.9;
    assertThat(trees().sum(inputs)).isEqualTo(0.25 + 0.125);
    inputs[DerivedInputs.SILENT.ordinal()] = 30;
    assertThat(trees().sum(inputs)).isEqualTo(0.5 + 0.125);
    inputs[DerivedInputs.GAP.ordinal()] = 7;
    assertThat(trees().sum(inputs)).isEqualTo(0.75 + 0.125);
  }

  @Test
  void any_changed_byte_is_found() {
    for (CalibratedPredictor model : models()) {
      byte[] file = TRAINING.encode(model);
      for (int i = 0; i < file.length; i++) {
        for (int bit = 0; bit < 8; bit++) {
          byte[] changed = file.clone();
          changed[i] ^= (byte) (1 << bit);
          assertCorrupt(changed);
        }
      }
    }
  }

  @Test
  void any_lost_or_added_byte_is_found() {
    for (CalibratedPredictor model : models()) {
      byte[] file = TRAINING.encode(model);
      for (int length = 0; length < file.length; length++) {
        assertCorrupt(Arrays.copyOf(file, length));
        assertCorrupt(sealed(Arrays.copyOf(file, length)));
      }
      assertCorrupt(Arrays.copyOf(file, file.length + 1));
      assertCorrupt(sealed(Arrays.copyOf(file, file.length + 4)));
    }
  }

  @Test
  void a_file_of_another_version_says_so() {
    byte[] file = TRAINING.encode(linear());
    file[11] = 99;

    assertIncompatible(file, "format version 99; this version of the program reads 3 to 9");
  }

  @Test
  void a_file_of_other_inputs_says_so() {
    for (int version : new int[] {1, DerivedInputs.VERSION + 1}) {
      byte[] file = TRAINING.encode(linear());
      ByteBuffer.wrap(file).putInt(atInputsVersion(), version);

      assertIncompatible(
          file,
          "The model was made with derived inputs of version %d; this version of the program has derived inputs of version 5"
              .formatted(version));
    }
  }

  /** The inputs of versions 2 and 3 are the first of today's, and a file names what it takes. */
  @Test
  void a_file_of_earlier_inputs_is_still_read() {
    for (int version : new int[] {2, 3}) {
      for (CalibratedPredictor model : models()) {
        byte[] file = TRAINING.encode(model);
        byte[] old = file.clone();
        ByteBuffer.wrap(old).putInt(16 + model.type().id().length(), version);

        assertThat(TRAINING.encode(TRAINING.decode(sealed(old)))).isEqualTo(file);
      }
    }
  }

  @Test
  void a_file_of_other_features_names_them() {
    byte[] file = TRAINING.encode(linear());
    file[atInputsVersion() + 4 + 4 + 4] = 'd'; // behind the version, the count and a length

    assertIncompatible(file, "The model was made with features decency_score, frequency_score,");
  }

  /** Version 3 named no features; they were the eight of today. */
  @Test
  void a_file_of_version_3_is_still_read() {
    for (CalibratedPredictor model : models()) {
      byte[] file = TRAINING.encode(model);
      byte[] old = withoutFurther(file, model, List.of());
      old[11] = 3;

      Predictor read = TRAINING.decode(sealed(old));

      assertThat(TRAINING.encode(read)).isEqualTo(file);
    }
  }

  @Test
  void watched_types_come_back_with_their_columns_and_earlier_versions_refuse_them() {
    FeatureDefinition watching = DEFINITION.watching(List.of("login", "größte Bestellung"));
    double[] values = new double[FeatureVector.width(2)];
    Arrays.setAll(values, i -> i + 0.5);
    List<FeatureVector> background = List.of(FeatureVector.of(values));
    for (CalibratedPredictor plain : models()) {
      var model =
          new CalibratedPredictor(plain.classifier(), watching, plain.calibration(), background);

      byte[] file = TRAINING.encode(model);

      assertThat(file[11]).isEqualTo((byte) 8);
      assertThat(TRAINING.encode(plain)[11]).isLessThan((byte) 8);
      var read = (CalibratedPredictor) TRAINING.decode(file);
      assertThat(read.featureDefinition()).isEqualTo(watching);
      assertThat(read.background()).isEqualTo(background);
      assertThat(read.season()).isEmpty();
      assertThat(TRAINING.encode(read)).isEqualTo(file);
      for (int length = file.length - 400; length < file.length; length++) {
        byte[] cut = sealed(Arrays.copyOf(file, Math.max(0, length)));
        assertThatThrownBy(() -> TRAINING.decode(cut)).isInstanceOf(ChurnException.class);
      }
    }
  }

  /** Earlier files of version 4 named the eight, and have eight numbers per background customer. */
  @Test
  void a_file_of_the_eight_features_alone_is_still_read() {
    for (CalibratedPredictor model : models()) {
      byte[] file = TRAINING.encode(model);
      byte[] old = withoutFurther(file, model, FeatureNames.eight());

      Predictor read = TRAINING.decode(sealed(old));

      assertThat(read.background()).isEqualTo(BACKGROUND);
      assertThat(TRAINING.encode(read)).isEqualTo(file);
    }
  }

  /** {@return a file with other names, none for no list, and a background of eight features} */
  private static byte[] withoutFurther(byte[] file, CalibratedPredictor model, List<String> names) {
    int from = 16 + model.type().id().length() + 4;
    int to = from + 4 + FeatureNames.known().stream().mapToInt(n -> 4 + n.length()).sum();
    int background =
        file.length - 4 - BACKGROUND.size() * FeatureVector.COMMON_WIDTH * Double.BYTES;
    var out = ByteBuffer.allocate(file.length);
    out.put(file, 0, from);
    if (!names.isEmpty()) {
      out.putInt(names.size());
    }
    for (String name : names) {
      out.putInt(name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    }
    out.put(file, to, background - to);
    for (FeatureVector customer : BACKGROUND) {
      for (Feature feature : Feature.values()) {
        out.putDouble(customer.get(feature));
      }
    }
    return Arrays.copyOf(out.putInt(0).array(), out.position());
  }

  /** {@return where the file of a logistic regression says how its inputs are computed} */
  private static int atInputsVersion() {
    return 16 + ModelType.LOGISTIC_REGRESSION.id().length();
  }

  private static void assertIncompatible(byte[] file, String message) {
    assertThatThrownBy(() -> TRAINING.decode(sealed(file)))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INCOMPATIBLE))
        .hasMessageContaining(message);
  }

  @Test
  void no_number_however_hostile_does_harm() {
    int[] hostile = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, 0, 1, 0x7FF80000};
    var random = new Random(4);
    for (CalibratedPredictor model : models()) {
      byte[] file = TRAINING.encode(model);
      for (int i = 8; i <= file.length - 8; i++) {
        for (int number : hostile) {
          byte[] changed = file.clone();
          ByteBuffer.wrap(changed).putInt(i, number);
          assertCorruptOrHarmless(sealed(changed), random);
        }
      }
    }
  }

  @Test
  void nodes_that_are_no_tree_are_found() {
    int leaf = FlatTrees.LEAF;
    assertCorrupt(withFirstTree(new int[] {1, 2, leaf, leaf, leaf}, new int[] {3, 3, 0, 0, 0}));
    assertCorrupt(withFirstTree(new int[] {1, leaf, 2, leaf, leaf}, new int[] {3, 0, 4, 0, 0}));
    assertCorrupt(withFirstTree(new int[] {leaf, leaf, 2, leaf, leaf}, new int[] {0, 0, 4, 0, 0}));
    assertCorrupt(withFirstTree(new int[] {1, leaf, leaf, leaf, 2}, new int[] {2, 0, 0, 0, 6}));
    assertCorrupt(withFirstTree(new int[] {1, leaf, 2, leaf, leaf}, new int[] {2, 0, 6, 0, 0}));
    byte[] fine = withFirstTree(new int[] {1, 2, leaf, leaf, leaf}, new int[] {4, 3, 0, 0, 0});
    assertThat(TRAINING.decode(fine).type()).isEqualTo(ModelType.GRADIENT_BOOSTING);
  }

  /** {@return a file with other inputs and right children in the five nodes of its first tree} */
  private static byte[] withFirstTree(int[] inputs, int[] rights) {
    byte[] file = TRAINING.encode(boosted());
    int inputsAt = placeOf(file, trees().inputs());
    int rightsAt = placeOf(file, trees().rights());
    for (int i = 0; i < inputs.length; i++) {
      ByteBuffer.wrap(file)
          .putInt(inputsAt + Integer.BYTES * i, inputs[i])
          .putInt(rightsAt + Integer.BYTES * i, rights[i]);
    }
    return sealed(file);
  }

  /** {@return where in a file some numbers lie} */
  private static int placeOf(byte[] file, int[] numbers) {
    ByteBuffer wanted = ByteBuffer.allocate(Integer.BYTES * numbers.length);
    wanted.asIntBuffer().put(numbers);
    int at = 0;
    while (!Arrays.equals(file, at, at + wanted.capacity(), wanted.array(), 0, wanted.capacity())) {
      at++;
    }
    return at;
  }

  @Test
  void models_of_others_are_not_encoded() {
    Predictor foreign =
        new Predictor() {
          @Override
          public List<FeatureVector> background() {
            return BACKGROUND;
          }

          @Override
          public ModelType type() {
            return ModelType.RANDOM_FOREST;
          }

          @Override
          public FeatureDefinition featureDefinition() {
            return DEFINITION;
          }

          @Override
          public ChurnProbability predict(FeatureVector features) {
            return new ChurnProbability(0.5);
          }
        };

    assertThatThrownBy(() -> TRAINING.encode(foreign)).isInstanceOf(IllegalArgumentException.class);
  }

  /** The file with a checksum that fits again, as one who means harm would send it. */
  private static byte[] sealed(byte[] file) {
    if (file.length < 4) {
      return file;
    }
    var checksum = new CRC32C();
    checksum.update(file, 0, file.length - 4);
    byte[] changed = file.clone();
    ByteBuffer.wrap(changed).putInt(file.length - 4, (int) checksum.getValue());
    return changed;
  }

  private static void assertCorrupt(byte[] file) {
    assertThatThrownBy(() -> TRAINING.decode(file))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT));
  }

  private static void assertCorruptOrHarmless(byte[] file, Random random) {
    Predictor model;
    try {
      model = TRAINING.decode(file);
    } catch (ChurnException e) {
      assertThat(e.code()).isIn(ErrorCode.CORRUPT, ErrorCode.INCOMPATIBLE);
      return;
    }
    assertThat(model.predict(Synthetic.customer(random)).value()).isBetween(0.0, 1.0);
  }
}
