package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.model.ModelSpecification;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.model.TrainingRequest;
import dev.churn.domain.model.TrainingResult;
import dev.churn.domain.model.TrainingSet;
import dev.churn.domain.model.TrainingSet.LabeledSnapshot;
import dev.churn.training.math.Logits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Customers whose silence depends on what they did and on the season, which no feature shows. */
final class SeasonTrainingTest {
  private static final ChurnModelTraining TRAINING = new ChurnModelTraining();
  private static final LocalDate TODAY = LocalDate.parse("2024-12-01");
  private static final int CUSTOMERS = 600;

  /** {@return customers at so many days before today, silent more often in summer by strength} */
  private static LabeledRows customers(LocalDate asOf, double strength) {
    var random = new Random(asOf.toEpochDay());
    double season = -strength * Math.cos(2 * Math.PI * asOf.getDayOfYear() / 365.25);
    return Synthetic.rows(
        CUSTOMERS,
        features -> Logits.probability(Logits.logOdds(Synthetic.SIGNAL.of(features)) + season),
        random.nextLong());
  }

  private static TrainingSet set(double strength, int... daysAgo) {
    List<LabeledSnapshot> snapshots = new ArrayList<>();
    for (int days : daysAgo) {
      LocalDate asOf = TODAY.minusDays(days);
      snapshots.add(
          new LabeledSnapshot(
              asOf,
              snapshots.isEmpty() ? SnapshotRole.TEST : SnapshotRole.TRAIN,
              customers(asOf, strength)));
    }
    return new TrainingSet(Synthetic.DEFINITION, 30, snapshots);
  }

  private static TrainingResult train(TrainingSet set, ModelSpecification specification) {
    return TRAINING.train(
        new TrainingRequest(set, TRAINING.check(specification), 1, Optional.empty()),
        Progress.none());
  }

  private static final int[] YEAR_AND_MORE = {30, 60, 90, 120, 150, 180, 364, 394};

  @Test
  void every_type_is_better_with_the_season_of_the_day() {
    TrainingSet set = set(.8, YEAR_AND_MORE);
    LabeledRows ahead = customers(TODAY, .8);
    for (ModelSpecification specification :
        List.of(
            ModelSpecification.of(ModelType.LOGISTIC_REGRESSION),
            ModelSpecification.of(ModelType.GRADIENT_BOOSTING),
            new ModelSpecification(new ModelType("weka"), Map.of("classifier", "NaiveBayes")))) {
      TrainingResult trained = train(set, specification);

      assertThat(trained.parameters().get("season")).startsWith("log-odds from -");
      double without = logLoss(trained.model(), ahead);
      double with = logLoss(trained.model().on(TODAY), ahead);
      assertThat(with).isLessThan(without - .02);
    }
  }

  @Test
  void the_evaluation_is_that_of_the_season_as_known_before_its_day() {
    TrainingSet set = set(.8, YEAR_AND_MORE);
    TrainingResult trained = train(set, ModelSpecification.of(ModelType.LOGISTIC_REGRESSION));

    LabeledRows judged = set.snapshots().get(0).rows();
    LocalDate day = set.snapshots().get(0).asOf();
    double evaluated = trained.evaluation().metrics().logLoss();
    assertThat(evaluated).isCloseTo(logLoss(trained.evaluated().on(day), judged), within(1e-12));
    assertThat(evaluated).isLessThan(logLoss(trained.evaluated(), judged) - .01);
  }

  @Test
  void less_than_a_year_shows_no_season() {
    TrainingResult trained =
        train(
            set(.8, 30, 60, 90, 120, 150, 180),
            ModelSpecification.of(ModelType.LOGISTIC_REGRESSION));

    assertThat(trained.parameters())
        .containsEntry("season", "none: the days learned from span less than a year");
    assertThat(trained.model().on(TODAY)).isSameAs(trained.model());
  }

  @Test
  void a_horizon_of_most_of_a_year_has_no_season() {
    TrainingSet set = set(.8, YEAR_AND_MORE);
    var longer = new TrainingSet(set.definition(), 200, set.activeWindow(), set.snapshots());

    assertThat(train(longer, ModelSpecification.of(ModelType.LOGISTIC_REGRESSION)).parameters())
        .containsEntry("season", "none: the horizon is longer than a season");
  }

  @Test
  void without_a_season_hardly_anything_is_moved() {
    TrainingResult trained =
        train(set(0, YEAR_AND_MORE), ModelSpecification.of(ModelType.LOGISTIC_REGRESSION));

    LabeledRows ahead = customers(TODAY, 0);
    assertThat(logLoss(trained.model().on(TODAY), ahead))
        .isLessThan(logLoss(trained.model(), ahead) + .001);
  }

  private static double logLoss(Predictor model, LabeledRows rows) {
    double[] probabilities = new double[rows.size()];
    boolean[] churned = new boolean[rows.size()];
    for (int i = 0; i < probabilities.length; i++) {
      FeatureVector features = rows.features(i);
      probabilities[i] = model.predict(features).value();
      churned[i] = rows.churned(i);
    }
    return ClassificationMetrics.logLoss(probabilities, churned);
  }
}
