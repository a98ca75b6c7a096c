package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.evaluation.CutResult;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Verdict;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.data.TrainingRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChurnModelTrainingTest {
  private static final TrainingSet SMALL = Synthetic.outOfTime(300, 2, Synthetic.SIGNAL, 5);

  /** What {@link #SMALL} gives; tests that only look at a model share it. */
  private static final Map<ModelType, Predictor> OF_SMALL = new ConcurrentHashMap<>();

  private final ChurnModelTraining training = new ChurnModelTraining();

  private Predictor ofSmall(ModelType type) {
    return OF_SMALL.computeIfAbsent(type, asked -> train(SMALL, asked).model());
  }

  private TrainingResult train(TrainingSet set, ModelType type) {
    return training.train(new TrainingRequest(set, type, 1, Optional.empty()), Progress.none());
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#learnable")
  void from_pure_noise_nothing_is_learned(ModelType type) {
    Evaluation evaluation =
        train(Synthetic.outOfTime(2500, 3, Synthetic.NOISE, 17), type).evaluation();

    assertThat(evaluation.metrics().rocAuc()).isBetween(0.45, 0.55);
    assertThat(evaluation.metrics().calibrationError()).isLessThan(0.05);
    assertThat(evaluation.metrics().topDecileLift()).isBetween(0.8, 1.2);
    assertThat(evaluation.verdict().sentence())
        .isEqualTo("not shown to be better than chance: do not deploy");
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#learnable")
  void from_a_signal_what_there_is_to_learn_is_learned_and_said_as_it_is(ModelType type) {
    TrainingSet set = Synthetic.outOfTime(2000, 3, Synthetic.SIGNAL, 17);
    TrainingRows test = TrainingRows.of(set.snapshots().subList(0, 1));
    double possible = RocArea.of(Ranking.of(test.map(Synthetic.SIGNAL::of), test.labels())).area();

    TrainingResult trained = train(set, type);

    Metrics metrics = trained.evaluation().metrics();
    assertThat(metrics.rocAuc()).isGreaterThan(possible - 0.02);
    assertThat(metrics.rocAucInterval().low()).isLessThan(possible);
    assertThat(metrics.rocAucInterval().high()).isGreaterThan(possible - 0.02);
    assertThat(metrics.calibrationError()).isLessThan(0.04);
    // the best rule is nearly as good, and a later day may differ by more than that
    assertThat(trained.evaluation().verdict().kind())
        .isIn(Verdict.Kind.BEATS_BASELINE, Verdict.Kind.UNPROVEN);
    assertThat(trained.evaluation().best().orElseThrow().gain().rocAuc()).isPositive();
    assertThat(distanceFromTruth(trained.model())).isLessThan(0.06);
  }

  /** {@return how far, on average, probabilities are from those that made the labels} */
  private static double distanceFromTruth(Predictor model) {
    var random = new Random(77);
    double sum = 0;
    for (int i = 0; i < 2000; i++) {
      FeatureVector customer = Synthetic.customer(random);
      sum += Math.abs(model.predict(customer).value() - Synthetic.SIGNAL.of(customer));
    }
    return sum / 2000;
  }

  @Test
  void auto_keeps_the_type_with_the_smallest_loss_and_says_what_all_had() {
    TrainingResult trained =
        train(Synthetic.outOfTime(400, 3, Synthetic.SIGNAL, 6), ModelType.AUTO);

    double smallest = Double.POSITIVE_INFINITY;
    for (ModelType type : Synthetic.learnable()) {
      String loss = trained.parameters().get("log_loss_" + type.id());
      smallest = Math.min(smallest, Double.parseDouble(loss));
    }
    // chosen at the earlier cut, whose outcomes the verdict is not about
    List<CutResult> cuts = trained.evaluation().cuts();
    assertThat(cuts)
        .extracting(CutResult::asOf)
        .containsExactly(Synthetic.LAST_DAY, Synthetic.LAST_DAY.minusDays(30));
    assertThat(cuts.get(1).logLoss()).isEqualTo(smallest, within(1e-12));
    assertThat(cuts.get(0).logLoss()).isEqualTo(trained.evaluation().metrics().logLoss());
    assertThat(trained.parameters()).containsEntry("type_chosen_by", "earlier_cuts");
    assertThat(trained.parameters())
        .containsEntry("log_loss_" + trained.model().type().id(), Double.toString(smallest));
  }

  @Test
  void every_choice_is_recorded() {
    TrainingSet set = Synthetic.outOfTime(300, 3, Synthetic.SIGNAL, 6);
    String[] shared = {
      "seed",
      "tuning",
      "tuning_rows",
      "calibration",
      "calibration_rows",
      "description",
      "ridge",
      "logistic_share",
      "horizon_days",
      "mbg_nbd_r",
      "mbg_nbd_alpha_days",
      "mbg_nbd_a",
      "mbg_nbd_b",
      "curve",
      "season"
    };

    TrainingResult forest = train(set, ModelType.RANDOM_FOREST);
    TrainingResult boosting = train(set, ModelType.GRADIENT_BOOSTING);

    assertThat(train(set, ModelType.LOGISTIC_REGRESSION).parameters()).containsOnlyKeys(shared);
    assertThat(forest.parameters())
        .containsKeys(shared)
        .containsKeys("trees", "max_depth", "inputs_per_split", "forest_share");
    assertThat(boosting.parameters())
        .containsKeys(shared)
        .containsKeys("rounds", "shrinkage", "max_depth", "lambda", "row_share")
        .containsEntry("calibration_rows", "900")
        // a fortieth of 900 rows, not the 50 that were wanted
        .containsEntry("min_rows_per_leaf", "22");
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void same_rows_in_any_order_type_and_seed_give_the_same_file(ModelType type) {
    byte[] file = training.encode(ofSmall(type));
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

      assertThat(training.encode(train(shuffled(SMALL), type).model())).isEqualTo(file);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#learnable")
  void how_customers_are_called_changes_no_byte(ModelType type) {
    byte[] file = training.encode(train(called(""), type).model());

    assertThat(training.encode(train(called("renamed-"), type).model())).isEqualTo(file);
  }

  /**
   * {@return a set with a lone and an earlier snapshot, and customers whom only the label tells
   * apart}
   */
  private static TrainingSet called(String prefix) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      LabeledRows rows = Synthetic.rows(300, Synthetic.SIGNAL, 40 + i);
      var named = new LabeledRows();
      for (int row = 0; row < rows.size(); row++) {
        named.add(prefix + row, rows.features(row), rows.churned(row));
        if (row % 10 == 0) {
          named.add(prefix + "twin-" + row, rows.features(row), rows.churned(row) ^ row % 20 == 0);
        }
      }
      snapshots.add(
          new LabeledSnapshot(
              Synthetic.LAST_DAY.minusDays(30L * i),
              i == 0 ? SnapshotRole.TEST : SnapshotRole.TRAIN,
              named));
    }
    return new TrainingSet(Synthetic.DEFINITION, 30, snapshots);
  }

  private static TrainingSet shuffled(TrainingSet set) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (LabeledSnapshot snapshot : set.snapshots()) {
      List<Integer> order =
          new ArrayList<>(IntStream.range(0, snapshot.rows().size()).boxed().toList());
      Collections.shuffle(order, new Random(1));
      var rows = new LabeledRows();
      for (int i : order) {
        rows.add("customer-" + i, snapshot.rows().features(i), snapshot.rows().churned(i));
      }
      snapshots.add(0, new LabeledSnapshot(snapshot.asOf(), snapshot.role(), rows));
    }
    return new TrainingSet(set.definition(), set.horizonDays(), snapshots);
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void a_trained_model_survives_its_file(ModelType type) {
    Predictor model = ofSmall(type);

    Predictor decoded = training.decode(training.encode(model));

    assertThat(decoded.type()).isEqualTo(model.type());
    assertThat(decoded.background()).isEqualTo(model.background()).hasSize(64);
    assertThat(decoded.featureDefinition()).isEqualTo(Synthetic.DEFINITION);
    var random = new Random(3);
    for (int i = 0; i < 300; i++) {
      FeatureVector customer = Synthetic.customer(random);
      assertThat(decoded.predict(customer)).isEqualTo(model.predict(customer));
    }
  }

  @Test
  void with_earlier_snapshots_the_model_is_judged_on_the_latest() {
    TrainingSet set = Synthetic.outOfTime(300, 3, Synthetic.SIGNAL, 5);
    TrainingResult trained = train(set, ModelType.LOGISTIC_REGRESSION);

    assertThat(trained.evaluation().scope().method()).isEqualTo(EvaluationMethod.OUT_OF_TIME);
    assertThat(trained.evaluation().testSamples()).isEqualTo(300);
    assertThat(trained.trainingSamples()).isEqualTo(900);
    TrainingRows all = TrainingRows.of(set.snapshots());
    assertThat(trained.churnRate()).isEqualTo(all.churnedCount() / 900.0);
    assertThat(trained.parameters()).containsEntry("seed", "1").containsKey("ridge");
  }

  @Test
  void what_the_model_is_judged_on_it_has_not_learned_from() {
    // in training the silent churn, in the test the others: who peeked would not be fooled
    LabeledRows early = Synthetic.rows(600, f -> f.toArray()[0] < 85 ? 0.95 : 0.05, 1);
    LabeledRows late = Synthetic.rows(600, f -> f.toArray()[0] < 85 ? 0.05 : 0.95, 2);
    var set =
        new TrainingSet(
            Synthetic.DEFINITION,
            30,
            List.of(
                new LabeledSnapshot(Synthetic.LAST_DAY, SnapshotRole.TEST, late),
                new LabeledSnapshot(Synthetic.LAST_DAY.minusDays(30), SnapshotRole.TRAIN, early)));

    for (ModelType type : Synthetic.learnable()) {
      assertThat(train(set, type).evaluation().metrics().rocAuc()).as(type.id()).isLessThan(0.15);
    }
  }

  @Test
  void training_snapshots_from_before_anybody_came_do_not_count() {
    LabeledRows rows = Synthetic.rows(1000, Synthetic.SIGNAL, 5);
    TrainingSet lone = Synthetic.single(rows, SnapshotRole.TEST);
    List<LabeledSnapshot> withEmpty = new ArrayList<>(lone.snapshots());
    withEmpty.add(
        new LabeledSnapshot(
            Synthetic.LAST_DAY.minusDays(30), SnapshotRole.TRAIN, new LabeledRows()));

    Evaluation evaluation =
        train(
                new TrainingSet(lone.definition(), lone.horizonDays(), withEmpty),
                ModelType.LOGISTIC_REGRESSION)
            .evaluation();

    assertThat(evaluation)
        .isEqualTo(train(lone, ModelType.LOGISTIC_REGRESSION).evaluation())
        .extracting(judged -> judged.scope().method())
        .isEqualTo(EvaluationMethod.HOLD_OUT);
  }

  @ParameterizedTest
  @EnumSource(names = {"TEST", "LABELLED"})
  void a_lone_snapshot_is_split_by_customer(SnapshotRole role) {
    LabeledRows rows = Synthetic.rows(1000, Synthetic.SIGNAL, 5);
    TrainingResult trained = train(Synthetic.single(rows, role), ModelType.LOGISTIC_REGRESSION);

    assertThat(trained.evaluation().scope().method()).isEqualTo(EvaluationMethod.HOLD_OUT);
    assertThat(trained.evaluation().testSamples()).isBetween(199L, 202L);
    assertThat(trained.trainingSamples()).isEqualTo(1000);
    assertThat(trained.evaluation().churnRate()).isEqualTo(trained.churnRate(), within(0.005));
  }

  @Test
  void another_seed_holds_out_other_customers() {
    TrainingSet set =
        Synthetic.single(Synthetic.rows(1000, Synthetic.SIGNAL, 5), SnapshotRole.LABELLED);

    assertThat(
            training
                .train(
                    new TrainingRequest(set, ModelType.LOGISTIC_REGRESSION, 1, Optional.empty()),
                    Progress.none())
                .evaluation())
        .isNotEqualTo(
            training
                .train(
                    new TrainingRequest(set, ModelType.LOGISTIC_REGRESSION, 2, Optional.empty()),
                    Progress.none())
                .evaluation());
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void the_fewest_rows_allowed_are_enough(ModelType type) {
    TrainingSet set = Synthetic.single(Synthetic.rows(3, 23), SnapshotRole.LABELLED);
    TrainingResult trained = train(set, type);

    assertThat(trained.trainingSamples()).isEqualTo(26);
    assertThat(Double.isFinite(trained.evaluation().metrics().logLoss())).isTrue();
  }

  @Test
  void too_few_customers_are_refused_with_numbers() {
    assertRefused(
        Synthetic.single(Synthetic.rows(7, 8), SnapshotRole.LABELLED),
        "at least 20 labeled customers",
        "found 7 churned and 8 not",
        "2024-06-30");
    assertRefused(
        new TrainingSet(Synthetic.DEFINITION, 30, List.of()), "found 0 churned and 0 not");
  }

  @Test
  void one_class_is_refused_with_numbers() {
    assertRefused(
        Synthetic.single(Synthetic.rows(0, 100), SnapshotRole.TEST), "found 0 churned and 100 not");
    assertRefused(
        Synthetic.single(Synthetic.rows(99, 1), SnapshotRole.TEST), "found 99 churned and 1 not");
  }

  @Test
  void one_class_everywhere_is_refused() {
    var set =
        new TrainingSet(
            Synthetic.DEFINITION,
            30,
            List.of(
                new LabeledSnapshot(Synthetic.LAST_DAY, SnapshotRole.TEST, Synthetic.rows(100, 0)),
                new LabeledSnapshot(
                    Synthetic.LAST_DAY.minusDays(30), SnapshotRole.TRAIN, Synthetic.rows(0, 90))));

    assertRefused(set, "found 20 churned and 0 not", "2024-06-30");
  }

  private void assertRefused(TrainingSet set, String... parts) {
    for (ModelType type : Synthetic.types()) {
      assertThatThrownBy(() -> train(set, type))
          .isInstanceOfSatisfying(
              ChurnException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE);
                assertThat(e.getMessage()).contains(parts);
              });
    }
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void progress_rises_from_0_to_1(ModelType type) {
    List<Double> fractions = Collections.synchronizedList(new ArrayList<>());
    List<String> messages = Collections.synchronizedList(new ArrayList<>());
    training.train(
        new TrainingRequest(
            Synthetic.outOfTime(200, 2, Synthetic.SIGNAL, 5), type, 1, Optional.empty()),
        (fraction, message) -> {
          fractions.add(fraction);
          messages.add(message);
        });

    assertThat(fractions).isSorted().startsWith(0.0).endsWith(1.0);
    assertThat(fractions.size())
        .isGreaterThan(type.equals(ModelType.LOGISTIC_REGRESSION) ? 4 : 100);
    assertThat(messages).anyMatch(m -> m.startsWith("Model to evaluate, learning"));
    assertThat(messages).anyMatch(m -> m.startsWith("Model to deploy, learning"));
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void an_interrupt_ends_the_training_and_stays_set(ModelType type) {
    try {
      assertThatThrownBy(
              () ->
                  training.train(
                      new TrainingRequest(SMALL, type, 1, Optional.empty()),
                      (fraction, message) -> {
                        if (fraction == 0) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOfSatisfying(
              ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      boolean cleared = Thread.interrupted();
      assertThat(cleared).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.churn.training.Synthetic#types")
  void no_customer_is_certain(ModelType type) {
    Predictor model = ofSmall(type);
    double[][] extremes = {
      {0, 0, 0, 0, 1e9, -1e9, -1e12, 1e9}, {100, 100, 100, 100, 1e9, 1e9, 1e12, 0}, {}
    };

    for (double[] extreme : extremes) {
      assertThat(model.predict(Vectors.of(extreme)).value()).isBetween(1e-6, 1 - 1e-6);
    }
  }
}
