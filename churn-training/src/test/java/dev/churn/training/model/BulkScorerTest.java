package dev.churn.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.Predictor;
import dev.churn.training.Synthetic;
import dev.churn.training.Unkept;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.BaseModels;
import dev.churn.training.blend.OffsetBoosting;
import dev.churn.training.blend.OffsetForest;
import dev.churn.training.calibration.Calibration;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.tree.BoostedScorer;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.FlatTrees;
import dev.churn.training.tree.ForestLearner;
import dev.churn.training.tree.ForestScorer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BulkScorerTest {
  /** More than are put into order at a time; the last block is not full. */
  private static final int CUSTOMERS = RecencyOrder.SIZE + 1000;

  private static List<CalibratedPredictor> models() {
    TrainingSample sample =
        TrainingMatrix.of(
                TrainingRows.of(
                    Synthetic.single(Synthetic.rows(3000, Synthetic.SIGNAL, 1), SnapshotRole.TRAIN)
                        .snapshots()))
            .all();
    BaseModel foundation = new BaseModels(30).learn(sample, 15, 0.5, Progress.none());
    // numbers of trees that leave some over when they are walked four at a time
    FlatTrees forest = new ForestLearner(7, 9, 3, 4).learn(sample, 1, Progress.none()).trees();
    FlatTrees boosted =
        new BoostingLearner(10, 0.1, 3, 20)
            .learn(sample, sample.where(i -> false), Optional.empty(), 10, 1, Progress.none())
            .trees(10);
    return List.of(
        model(foundation, new Calibration.Platt(1.1, -0.1)),
        model(new OffsetForest(foundation, forest, 0.7), new Calibration.None()),
        model(
            new OffsetBoosting(foundation, boosted),
            new Calibration.Isotonic(new double[] {0.1, 0.4, 0.8}, new double[] {0.05, 0.5, 0.9})),
        model(new ForestScorer(forest), new Calibration.None()),
        model(new BoostedScorer(boosted, -0.3), new Calibration.None()));
  }

  private static CalibratedPredictor model(Scorer scorer, Calibration calibration) {
    return new CalibratedPredictor(
        Unkept.of(scorer),
        Synthetic.DEFINITION,
        calibration,
        List.of(FeatureVector.of(1, 2, 3, 4, 5, 6, 7, 8)));
  }

  private static double[] features() {
    var random = new Random(5);
    double[] features = new double[CUSTOMERS * FeatureVector.WIDTH];
    for (int i = 0; i < CUSTOMERS; i++) {
      double[] one = Synthetic.customer(random).toArray();
      System.arraycopy(one, 0, features, i * FeatureVector.WIDTH, FeatureVector.WIDTH);
    }
    return features;
  }

  private static double[] oneByOne(Predictor model, double[] features) {
    double[] probabilities = new double[CUSTOMERS];
    for (int i = 0; i < CUSTOMERS; i++) {
      int begin = i * FeatureVector.WIDTH;
      double[] one = Arrays.copyOfRange(features, begin, begin + FeatureVector.WIDTH);
      probabilities[i] = model.predict(FeatureVector.of(one)).value();
    }
    return probabilities;
  }

  private static double[] atOnce(Predictor model, double[] features) {
    double[] probabilities = new double[CUSTOMERS];
    model.bulk().predict(features, CUSTOMERS, probabilities);
    return probabilities;
  }

  @Test
  void many_customers_get_what_each_of_them_gets_bit_for_bit() {
    double[] features = features();
    for (CalibratedPredictor model : models()) {
      assertThat(atOnce(model, features)).isEqualTo(oneByOne(model, features));
    }
  }

  /** Half of them are, so that blocks of both kinds follow each other. */
  @Test
  void similar_customers_get_what_each_of_them_gets_bit_for_bit() {
    double[] features = features();
    for (int i = FeatureVector.WIDTH; i < features.length / 2; i++) {
      if (i / FeatureVector.WIDTH % 7 > 0 && i % 3 > 0) {
        features[i] = features[i - FeatureVector.WIDTH]; // of the customer before
      }
    }
    for (CalibratedPredictor model : models()) {
      assertThat(atOnce(model, features)).isEqualTo(oneByOne(model, features));
    }
  }

  /** Scorers of one model, and the model itself, in four threads at a time. */
  @Test
  void threads_do_not_disturb_each_other() throws Exception {
    double[] features = features();
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      for (CalibratedPredictor model : models()) {
        double[] expected = oneByOne(model, features);
        List<Future<double[]>> running = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          boolean many = i % 2 == 0;
          running.add(
              executor.submit(() -> many ? atOnce(model, features) : oneByOne(model, features)));
        }
        for (Future<double[]> one : running) {
          assertThat(one.get()).isEqualTo(expected);
        }
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void nothing_is_allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] features = features();
    double[] probabilities = new double[CUSTOMERS];
    for (CalibratedPredictor model : models()) {
      Predictor.BulkPredictor bulk = model.bulk();
      bulk.predict(features, CUSTOMERS, probabilities); // loads classes
      long before = threads.getCurrentThreadAllocatedBytes();
      bulk.predict(features, CUSTOMERS, probabilities);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(allocated).as(model.scorer().toString()).isLessThan(CUSTOMERS); // of all of them
    }
  }

  @Test
  void nothing_is_allocated_for_a_single_score_either() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    FeatureVector customer = Synthetic.customer(new Random(6));
    for (CalibratedPredictor model : models()) {
      double first = model.probability(customer); // loads classes
      long before = threads.getCurrentThreadAllocatedBytes();
      boolean same = true;
      for (int i = 0; i < CUSTOMERS; i++) {
        same &= model.probability(customer) == first;
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      assertThat(same).isTrue();
      assertThat(allocated).as(model.scorer().toString()).isLessThan(CUSTOMERS); // of all of them
    }
  }

  @Test
  void what_is_not_finite_is_refused_by_name() {
    double[] features = features();
    features[3 * FeatureVector.WIDTH + Feature.TENURE_DAYS.ordinal()] = Double.NaN;

    assertThatThrownBy(() -> atOnce(models().get(0), features))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tenure_days");
  }
}
