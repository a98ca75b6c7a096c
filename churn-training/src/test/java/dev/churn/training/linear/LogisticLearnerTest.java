package dev.churn.training.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.job.Progress;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.Synthetic;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticLearnerTest {
  private static TrainingSample sample(LabeledRows... tables) {
    var all = new LabeledRows();
    int count = 0;
    for (LabeledRows table : tables) {
      for (int row = 0; row < table.size(); row++) {
        all.add("c" + count++, table.features(row), table.churned(row));
      }
    }
    return TrainingMatrix.of(TrainingRows.of(Synthetic.single(all, SnapshotRole.TRAIN).snapshots()))
        .all();
  }

  private static double[] weights(LinearScorer scorer) {
    return scorer.weights();
  }

  @Test
  void a_fit_that_starts_from_another_ridge_ends_where_it_would_have_anyway() {
    TrainingSample sample = sample(Synthetic.rows(800, Synthetic.SIGNAL, 4));
    double[] ridges = {1000, 30, 1, 1e-3};

    List<LinearScorer> path = LogisticLearner.path(sample, ridges, Progress.none());

    for (int i = 0; i < ridges.length; i++) {
      double[] alone = weights(new LogisticLearner(ridges[i]).learn(sample, 1, Progress.none()));
      assertThat(weights(path.get(i))).containsExactly(alone, within(1e-7));
    }
    assertThat(size(path.get(0))).isLessThan(size(path.get(2)));
  }

  private static double size(LinearScorer scorer) {
    return Arrays.stream(weights(scorer)).map(Math::abs).sum();
  }

  @Test
  void a_weight_is_as_good_as_a_row_repeated() {
    LabeledRows table = Synthetic.rows(500, Synthetic.SIGNAL, 4);
    TrainingSample twice = sample(table, table);
    TrainingSample once = sample(table);
    TrainingSample weighted = once.matrix().weighted(row -> 2).all();

    LinearScorer repeated = new LogisticLearner(1).learn(twice, 1, Progress.none());
    LinearScorer heavy = new LogisticLearner(1).learn(weighted, 1, Progress.none());

    assertThat(heavy.weights()).containsExactly(repeated.weights(), within(1e-8));
    assertThat(heavy.means()).containsExactly(repeated.means(), within(1e-12));
    assertThat(weights(new LogisticLearner(1).learn(once, 1, Progress.none())))
        .isNotEqualTo(heavy.weights());
  }

  @Test
  void customers_whom_a_line_parts_leave_the_fit_finite() {
    var table = new LabeledRows();
    var random = new Random(1);
    for (int i = 0; i < 400; i++) {
      FeatureVector customer = Synthetic.customer(random);
      table.add("c" + i, customer, customer.toArray()[0] < 90);
    }
    TrainingSample sample = sample(table);

    for (double ridge : new double[] {1, 1e-8}) {
      LinearScorer scorer = new LogisticLearner(ridge).learn(sample, 1, Progress.none());

      assertThat(Arrays.stream(weights(scorer)).allMatch(Double::isFinite)).isTrue();
      double[] probabilities = scorer.probabilities(sample);
      assertThat(RocArea.of(Ranking.of(probabilities, sample.labels())).area()).isGreaterThan(0.99);
    }
  }
}
