package dev.churn.training.weka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.feature.Vectors;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.training.Synthetic;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.linear.LogisticLearner;
import dev.churn.training.linear.Standardization;
import dev.churn.training.math.SplitMix;
import dev.churn.training.tree.BoostedScorer;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.FlatTrees;
import dev.churn.training.tree.ForestLearner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import weka.classifiers.Classifier;
import weka.classifiers.functions.Logistic;
import weka.classifiers.meta.Bagging;
import weka.classifiers.meta.LogitBoost;
import weka.core.Instances;

/** What is learned here is what Weka learns, its ensembles being put over the same tree. */
class LearnersBesideWekaTest {
  @BeforeAll
  static void start() {
    WekaRuntime.start();
  }

  private static final int[] TREE_INPUTS = DerivedInputs.forTrees(Double.POSITIVE_INFINITY);
  private static final WekaData.Encoding TREE_ENCODING = WekaData.choosing(TREE_INPUTS);

  private static TrainingRows rows(int customers) {
    return TrainingRows.of(Synthetic.outOfTime(customers, 2, Synthetic.SIGNAL, 3).snapshots());
  }

  private static TrainingSample sample(TrainingRows rows) {
    return TrainingMatrix.of(rows).all();
  }

  private static List<FeatureVector> customers() {
    List<FeatureVector> customers = new ArrayList<>();
    var random = new Random(8);
    for (int i = 0; i < 500; i++) {
      customers.add(Synthetic.customer(random));
    }
    customers.add(Vectors.of(0, 0, 0, 0, 0, 0, 0, 0));
    customers.add(Vectors.of(100, 100, 100, 100, 0, -0.0, -0.0, 0));
    customers.add(Vectors.of(-50, 150, 1e6, -7, 1e9, -1e9, -1e12, 1e9));
    customers.add(Vectors.of(1, 1, 1, 1, 1e308, 1e308, 1e308, 1e308));
    return customers;
  }

  private static void assertSame(
      Scorer scorer,
      Classifier classifier,
      int[] places,
      WekaData.Encoding encoding,
      double tolerance)
      throws Exception {
    for (FeatureVector customer : customers()) {
      double[] inputs = DerivedInputs.of(customer);
      double[] classes =
          classifier.distributionForInstance(WekaData.unlabeled(inputs, places, encoding));

      assertThat(scorer.probability(inputs))
          .as(customer.toString())
          .isEqualTo(classes[0], within(tolerance));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 1, 1e-4})
  void logistic_regression_ends_where_that_of_weka_does(double ridge) throws Exception {
    TrainingRows rows = rows(1500);
    Standardization scale =
        Standardization.of(sample(rows), DerivedInputs.forLinear(Double.POSITIVE_INFINITY));
    WekaData.Encoding encoding = WekaData.standardizing(scale);
    var logistic = new Logistic();
    logistic.setRidge(ridge);
    logistic.setDoNotStandardizeAttributes(true); // the same deviations as ours
    logistic.buildClassifier(WekaData.of(rows, scale.places(), encoding));

    Scorer learned = new LogisticLearner(ridge).learn(sample(rows), 7, Progress.none());

    // Weka's search ends a little earlier: never below where ours does
    assertSame(learned, logistic, scale.places(), encoding, 1e-4);
    double[][] coefficients = logistic.coefficients();
    double[] weights = new double[scale.places().length];
    Arrays.setAll(weights, i -> coefficients[i + 1][0]);
    var found =
        new LinearScorer(
            scale.places(), scale.means(), scale.scales(), weights, coefficients[0][0]);
    assertSame(found, logistic, scale.places(), encoding, 1e-12);
    assertThat(penalizedLoss((LinearScorer) learned, rows, ridge))
        .isLessThanOrEqualTo(penalizedLoss(found, rows, ridge) + 1e-9);
  }

  private static double penalizedLoss(LinearScorer scorer, TrainingRows rows, double ridge) {
    double[] probabilities = scorer.probabilities(sample(rows));
    return ClassificationMetrics.logLoss(probabilities, rows.labels()) * rows.size()
        + ridge * Arrays.stream(scorer.weights()).map(w -> w * w).sum();
  }

  /** Draws as the forest does. */
  private static final class SameDraws extends Bagging {
    private static final long serialVersionUID = 1L;

    private final long draws;

    SameDraws(long seed) {
      draws = seed;
    }

    @Override
    protected synchronized Instances getTrainingSet(int iteration) {
      SplitMix random = SplitMix.of(draws, iteration);
      int[] drawn = ForestLearner.draw(m_data.numInstances(), random);
      var bag = new Instances(m_data, 0);
      for (int i = 0; i < drawn.length; i++) {
        if (drawn[i] > 0) {
          bag.add(m_data.instance(i));
          bag.instance(bag.numInstances() - 1).setWeight(drawn[i]);
        }
      }
      ((HistogramTree) m_Classifiers[iteration]).drawFrom(random);
      return bag;
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 1, 3", "7, 5, 12", "12, 2, 1"})
  void forest_equals_bagging_over_the_same_tree(int depth, int minRows, int inputs)
      throws Exception {
    TrainingRows rows = rows(120); // so few that each value has a bin of its own
    var bagging = new SameDraws(7);
    bagging.setNumIterations(25);
    bagging.setClassifier(new HistogramTree(depth, minRows, inputs, true));
    bagging.buildClassifier(WekaData.of(rows, TREE_INPUTS, TREE_ENCODING));

    Scorer learned =
        new ForestLearner(25, depth, minRows, inputs).learn(sample(rows), 7, Progress.none());

    assertSame(learned, bagging, TREE_INPUTS, TREE_ENCODING, 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"30, 0.3, 2, 6", "60, 0.1, 4, 3", "5, 1, 3, 10"})
  void boosting_equals_logit_boost_over_the_same_tree(
      int rounds, double shrinkage, int depth, int minRows) throws Exception {
    TrainingRows rows = rows(1500);
    var boosting = new LogitBoost();
    boosting.setClassifier(new HistogramTree(depth, minRows, BoostingLearner.ALL_INPUTS, false));
    boosting.setNumIterations(rounds);
    boosting.setShrinkage(shrinkage);
    boosting.setUseEstimatedPriors(true);
    boosting.setZMax(1e6); // Weka clips responses, here the steps of leaves are
    boosting.buildClassifier(WekaData.of(rows, TREE_INPUTS, TREE_ENCODING));

    Scorer learned =
        new BoostingLearner(rounds, shrinkage, depth, minRows, 0, 1, BoostingLearner.ALL_INPUTS)
            .learn(sample(rows), 7, Progress.none());

    assertSame(learned, boosting, TREE_INPUTS, TREE_ENCODING, 1e-9);
    assertSame(converted(boosting, rows), boosting, TREE_INPUTS, TREE_ENCODING, 1e-12);
  }

  /** The trees that Weka's ensemble has grown, as we score them. */
  private static Scorer converted(LogitBoost boosting, TrainingRows rows) {
    List<FlatTrees> steps = new ArrayList<>();
    for (Classifier[] round : boosting.classifiers()) {
      FlatTrees tree = ((HistogramTree) round[0]).trees();
      double[] values = tree.values().clone();
      for (int node = 0; node < values.length; node++) {
        // Weka's scores are half of log-odds, of which both classes take half of each step
        values[node] *= tree.inputs()[node] == FlatTrees.LEAF ? boosting.getShrinkage() : 1;
      }
      steps.add(new FlatTrees(tree.roots(), tree.inputs(), values, tree.rights()));
    }
    double churned = rows.churnedCount() + 1.0; // Weka adds one row to each class as well
    double stayed = rows.size() - rows.churnedCount() + 1.0;
    return new BoostedScorer(FlatTrees.concatenated(steps), Math.log(churned / stayed));
  }

  @Test
  void customers_who_all_look_alike_get_the_churn_rate() {
    FeatureVector same = Synthetic.customer(new Random(1));
    var table = new LabeledRows();
    for (int i = 0; i < 40; i++) {
      table.add("c" + i, same, i < 10);
    }
    TrainingRows rows = TrainingRows.of(Synthetic.single(table, SnapshotRole.TEST).snapshots());
    double[] inputs = DerivedInputs.of(same);

    for (Learner<?> learner :
        List.of(
            new LogisticLearner(1),
            new BoostingLearner(5, 0.1, 3, 5),
            new ForestLearner(300, 5, 5, 2))) {
      assertThat(learner.learn(sample(rows), 1, Progress.none()).probability(inputs))
          .as(learner.toString())
          .isEqualTo(0.25, within(0.02));
    }
  }
}
