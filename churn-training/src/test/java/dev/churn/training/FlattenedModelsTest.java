package dev.churn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabelledRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import weka.classifiers.Classifier;

/** What was flattened says the same as the classifier of Weka that it was taken from. */
class FlattenedModelsTest {
  private static final int[] TREE_INPUTS = DerivedInputs.forTrees();

  private static Rows rows() {
    return Rows.of(Synthetic.outOfTime(1500, 2, Synthetic.SIGNAL, 3).snapshots());
  }

  private static List<FeatureVector> customers() {
    List<FeatureVector> customers = new ArrayList<>();
    var random = new Random(8);
    for (int i = 0; i < 500; i++) {
      customers.add(Synthetic.customer(random));
    }
    customers.add(FeatureVector.of(0, 0, 0, 0, 0, 0, 0, 0));
    customers.add(FeatureVector.of(100, 100, 100, 100, 0, -0.0, -0.0, 0));
    customers.add(FeatureVector.of(-50, 150, 1e6, -7, 1e9, -1e9, -1e12, 1e9));
    customers.add(FeatureVector.of(1, 1, 1, 1, 1e308, 1e308, 1e308, 1e308));
    return customers;
  }

  private static void assertSame(
      Scorer scorer, Classifier classifier, int[] places, WekaData.Encoding encoding)
      throws Exception {
    for (FeatureVector customer : customers()) {
      double[] inputs = DerivedInputs.of(customer);
      double[] classes =
          classifier.distributionForInstance(WekaData.unlabelled(inputs, places, encoding));

      assertThat(scorer.probability(inputs))
          .as(customer.toString())
          .isEqualTo(classes[0], within(1e-12));
    }
  }

  @Test
  void logistic_regression_equals_that_of_weka() throws Exception {
    var learner = new LogisticLearner(1);
    Standardisation scale = Standardisation.of(rows(), DerivedInputs.forLinear());
    Classifier logistic = WekaRuntime.call(() -> learner.fit(rows(), scale));

    assertSame(learner.learn(rows(), 7, Progress.none()), logistic, scale.places(), scale);
  }

  @Test
  void forest_equals_that_of_weka() throws Exception {
    var learner = new ForestLearner(20, 8, 2, 3);
    Classifier forest = WekaRuntime.call(() -> learner.fit(rows(), 7, Progress.none()));

    assertSame(
        learner.learn(rows(), 7, Progress.none()),
        forest,
        TREE_INPUTS,
        WekaData.choosing(TREE_INPUTS));
  }

  @Test
  void boosting_equals_that_of_weka() throws Exception {
    var learner = new BoostingLearner(60, 0.3, 4, 2);
    Classifier boosting = WekaRuntime.call(() -> learner.fit(rows(), 7, Progress.none()));

    assertSame(
        learner.learn(rows(), 7, Progress.none()),
        boosting,
        TREE_INPUTS,
        WekaData.choosing(TREE_INPUTS));
  }

  @Test
  void customers_who_all_look_alike_get_the_churn_rate() {
    FeatureVector same = Synthetic.customer(new Random(1));
    var table = new LabelledRows();
    for (int i = 0; i < 40; i++) {
      table.add("c" + i, same, i < 10);
    }
    Rows rows = Rows.of(Synthetic.single(table, SnapshotRole.TEST).snapshots());
    double[] inputs = DerivedInputs.of(same);

    for (Learner learner :
        new Learner[] {
          new LogisticLearner(1), new BoostingLearner(5, 0.1, 3, 5), new ForestLearner(300, 5, 5, 2)
        }) {
      assertThat(learner.learn(rows, 1, Progress.none()).probability(inputs))
          .as(learner.toString())
          .isEqualTo(0.25, within(0.02));
    }
  }
}
