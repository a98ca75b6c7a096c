package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.TypeColumns;
import dev.churn.domain.feature.TypeFeature;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingRequest.Incumbent;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which watched event types models learn from, and that others change nothing. */
final class TypeChoiceTest {
  private static final List<String> TYPES = List.of("newsletter", "ticket");
  private static final ChurnModelTraining TRAINING = new ChurnModelTraining();

  /** Customers of whom many churn who had a ticket within a month; newsletters tell nothing. */
  private static TrainingSet set(boolean isTold) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      var random = new Random(40 + i);
      var rows = new LabeledRows(2);
      for (int customer = 0; customer < 700; customer++) {
        FeatureVector features = customer(random);
        boolean trouble = isTold && features.get(TypeFeature.DAYS_SINCE, 1) < 30;
        double churns = Synthetic.SIGNAL.of(features) * 0.5 + (trouble ? 0.45 : 0);
        rows.add("c" + customer, features, random.nextDouble() < churns);
      }
      SnapshotRole role = i == 0 ? SnapshotRole.TEST : SnapshotRole.TRAIN;
      snapshots.add(new LabeledSnapshot(Synthetic.LAST_DAY.minusDays(30L * i), role, rows));
    }
    return new TrainingSet(Synthetic.DEFINITION.watching(TYPES), 30, snapshots);
  }

  private static FeatureVector customer(Random random) {
    double[] values =
        Arrays.copyOf(Synthetic.customer(random).toArray(), FeatureVector.width(TYPES.size()));
    for (int type = 0; type < TYPES.size(); type++) {
      int days = random.nextInt(120);
      values[TypeFeature.DAYS_SINCE.place(type)] = days;
      values[TypeFeature.SHARE.place(type)] = days < 90 ? 0.1 + 0.2 * random.nextDouble() : 0;
    }
    return FeatureVector.of(values);
  }

  private static TrainingResult train(TrainingSet set, ModelType type) {
    return TRAINING.train(new TrainingRequest(set, type, 1, Optional.empty()), Progress.none());
  }

  @Test
  void a_type_that_tells_something_is_learned_from_and_another_is_not() {
    for (ModelType type : Synthetic.learnable()) {
      TrainingResult result = train(set(true), type);

      assertThat(result.parameters()).containsEntry("event_types_used", "'ticket'");
      for (Predictor model : List.of(result.model(), result.evaluated())) {
        assertThat(model.featureDefinition())
            .isEqualTo(Synthetic.DEFINITION.watching(List.of("ticket")));
      }
      FeatureVector customer = TypeColumns.of(List.of("ticket"), TYPES).of(customer(new Random(7)));
      double[] values = customer.toArray();
      values[TypeFeature.DAYS_SINCE.place(0)] = 3;
      double after = result.model().predict(FeatureVector.of(values)).value();
      values[TypeFeature.DAYS_SINCE.place(0)] = 80;
      assertThat(result.model().predict(FeatureVector.of(values)).value()).isLessThan(after - 0.2);
      assertThat(TRAINING.encode(TRAINING.decode(TRAINING.encode(result.model()))))
          .isEqualTo(TRAINING.encode(train(set(true), type).model()));
    }
  }

  @Test
  void a_model_is_evaluated_by_the_features_of_the_types_that_it_learned_from() {
    TrainingSet set = set(true);

    TrainingResult result = train(set, ModelType.LOGISTIC_REGRESSION);

    LabeledRows test = set.snapshots().get(0).rows();
    TypeColumns columns = TypeColumns.of(List.of("ticket"), TYPES);
    double[] probabilities = new double[test.size()];
    boolean[] churned = new boolean[test.size()];
    for (int row = 0; row < churned.length; row++) {
      probabilities[row] = result.evaluated().predict(columns.of(test.features(row))).value();
      churned[row] = test.churned(row);
    }
    assertThat(result.evaluation().metrics().logLoss())
        .isCloseTo(ClassificationMetrics.judge(probabilities, churned).logLoss(), within(1e-9));
  }

  private static FeatureVector withoutTypes(FeatureVector features) {
    return FeatureVector.of(Arrays.copyOf(features.toArray(), FeatureVector.COMMON_WIDTH));
  }

  @Test
  void where_no_type_tells_anything_none_is_learned_from_and_none_is_needed() {
    TrainingResult trained = train(set(false), ModelType.LOGISTIC_REGRESSION);

    assertThat(trained.parameters())
        .containsEntry("event_types_used", "none of 'newsletter', 'ticket'");
    for (Predictor model : List.of(trained.model(), trained.evaluated())) {
      assertThat(model.featureDefinition().watchedEventTypes()).isEmpty();
      assertThat(model.background())
          .isEqualTo(model.background().stream().map(TypeChoiceTest::withoutTypes).toList());
    }
    assertThat(TRAINING.decode(TRAINING.encode(trained.model())).background())
        .isEqualTo(trained.model().background());
    assertThat(
            train(Synthetic.outOfTime(300, 2, Synthetic.SIGNAL, 3), ModelType.LOGISTIC_REGRESSION)
                .parameters())
        .doesNotContainKey("event_types_used");
  }

  @Test
  void a_classifier_of_weka_takes_the_derived_inputs_without_types() {
    var naiveBayes =
        new ModelSpecification(
            new ModelType("weka"), Map.of("classifier", "NaiveBayes", "inputs", "derived"));
    var request = new TrainingRequest(set(true), TRAINING.check(naiveBayes), 1, Optional.empty());

    TrainingResult trained = TRAINING.train(request, Progress.none());

    assertThat(trained.parameters()).containsEntry("inputs", "derived");
    assertThat(TRAINING.decode(TRAINING.encode(trained.model())).featureDefinition())
        .isEqualTo(trained.model().featureDefinition());
  }

  @Test
  void an_incumbent_is_given_the_columns_of_its_own_types() {
    TrainingSet set = set(true);
    TrainingResult first = train(set, ModelType.LOGISTIC_REGRESSION);
    List<LabeledSnapshot> turned =
        set.snapshots().stream()
            .map(s -> new LabeledSnapshot(s.asOf(), s.role(), turned(s.rows())))
            .toList();
    var definition = Synthetic.DEFINITION.watching(List.of("a", "ticket", "newsletter"));
    var request =
        new TrainingRequest(
            new TrainingSet(definition, 30, turned),
            ModelType.LOGISTIC_REGRESSION,
            1,
            Optional.of(new Incumbent(first.evaluated())));

    TrainingResult second = TRAINING.train(request, Progress.none());

    assertThat(second.parameters()).containsEntry("event_types_used", "'ticket'");
    assertThat(Math.abs(second.againstIncumbent().orElseThrow().logLossDifference()))
        .isLessThan(0.003);
  }

  @Test
  void an_incumbent_with_types_that_the_rows_lack_is_refused() {
    TrainingResult first = train(set(true), ModelType.LOGISTIC_REGRESSION);
    var request =
        new TrainingRequest(
            Synthetic.outOfTime(300, 2, Synthetic.SIGNAL, 3),
            ModelType.LOGISTIC_REGRESSION,
            1,
            Optional.of(new Incumbent(first.evaluated())));

    assertThatThrownBy(() -> TRAINING.train(request, Progress.none()))
        .hasMessageContaining("expected features of the event types [ticket], found []");
  }

  /** {@return the same customers with their types at other places, behind one that nobody has} */
  private static LabeledRows turned(LabeledRows rows) {
    var turned = new LabeledRows(3);
    for (int row = 0; row < rows.size(); row++) {
      FeatureVector features = rows.features(row);
      double[] values = Arrays.copyOf(features.toArray(), FeatureVector.width(3));
      for (TypeFeature column : TypeFeature.values()) {
        values[column.place(1)] = features.get(column, 1);
        values[column.place(2)] = features.get(column, 0);
      }
      values[TypeFeature.DAYS_SINCE.place(0)] = TypeFeature.NEVER;
      values[TypeFeature.SHARE.place(0)] = 0;
      turned.add(Long.toString(rows.customer(row)), FeatureVector.of(values), rows.churned(row));
    }
    return turned;
  }
}
