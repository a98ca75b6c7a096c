package dev.churn.training.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.job.Progress;
import dev.churn.training.Synthetic;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoostingLearnerTest {
  private static final BoostingLearner LEARNER = new BoostingLearner(60, 0.2, 3, 10);
  private static final TrainingMatrix MATRIX =
      TrainingMatrix.of(
          TrainingRows.of(Synthetic.outOfTime(1500, 2, Synthetic.SIGNAL, 3).snapshots()));
  private static final TrainingSample EARLY = MATRIX.all().where(row -> MATRIX.snapshot(row) == 0);
  private static final TrainingSample LATE = MATRIX.all().where(row -> MATRIX.snapshot(row) == 1);

  private static BoostingPath path(BoostingLearner learner, int patience) {
    return learner.learn(EARLY, LATE, Optional.empty(), patience, 1, Progress.none());
  }

  @Test
  void the_loss_after_each_round_is_that_of_the_model_of_so_many_rounds() {
    BoostingPath path = path(LEARNER, 60);

    assertThat(path.rounds()).isEqualTo(60);
    assertThat(path.losses()).hasSize(61);
    for (int rounds : new int[] {1, 7, 60}) {
      double[] probabilities = path.scorer(rounds).probabilities(LATE);
      assertThat(path.lossAfter(rounds))
          .isEqualTo(ClassificationMetrics.logLoss(probabilities, LATE.labels()), within(1e-12));
    }
    assertThat(path.losses()[path.bestRounds()])
        .isEqualTo(Arrays.stream(path.losses()).skip(1).min().orElseThrow());
  }

  @Test
  void learning_ends_when_patience_does() {
    BoostingPath all = path(LEARNER.withRounds(200), 200);
    BoostingPath stopped = path(LEARNER.withRounds(200), 5);

    assertThat(all.rounds()).isEqualTo(200);
    assertThat(stopped.rounds()).isEqualTo(stopped.bestRounds() + 5).isLessThan(100);
    assertThat(stopped.losses()).isEqualTo(Arrays.copyOf(all.losses(), stopped.rounds() + 1));
    assertThat(stopped.lossAfter(150)).isEqualTo(stopped.lossAfter(stopped.rounds()));
  }

  @Test
  void the_first_rounds_of_many_are_what_few_rounds_learn() {
    Scorer cut = path(LEARNER, 60).scorer(13);
    Scorer few = LEARNER.withRounds(13).learn(EARLY, 1, Progress.none());

    assertThat(cut.probabilities(LATE)).isEqualTo(few.probabilities(LATE));
  }

  @Test
  void rows_and_inputs_may_be_drawn_anew_for_each_tree() {
    var drawing = new BoostingLearner(60, 0.2, 3, 10, 1, 0.5, 4);
    double[] drawn = path(drawing, 60).losses();

    assertThat(drawn).isEqualTo(path(drawing, 60).losses());
    assertThat(drawn).isNotEqualTo(path(LEARNER, 60).losses());
    assertThat(drawn[60]).isLessThan(0.9 * drawn[0]);
    assertThat(drawn)
        .isNotEqualTo(
            drawing.learn(EARLY, LATE, Optional.empty(), 60, 2, Progress.none()).losses());
  }

  @Test
  void a_penalty_on_leaves_shortens_the_steps() {
    var light = new BoostingLearner(1, 1, 3, 10, 0, 1, BoostingLearner.ALL_INPUTS);
    var heavy = new BoostingLearner(1, 1, 3, 10, 100, 1, BoostingLearner.ALL_INPUTS);

    assertThat(spread(heavy)).isPositive().isLessThan(0.7 * spread(light));
  }

  private static double spread(BoostingLearner learner) {
    double[] sorted = learner.learn(EARLY, 1, Progress.none()).probabilities(LATE);
    Arrays.sort(sorted);
    return sorted[sorted.length - 1] - sorted[0];
  }
}
