package dev.churn.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.job.Progress;
import dev.churn.training.Synthetic;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingMatrix;
import dev.churn.training.data.TrainingRows;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LogisticLearner;
import dev.churn.training.tree.Boosting;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.ForestLearner;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  private static final TrainingSample SAMPLE =
      TrainingMatrix.of(
              TrainingRows.of(Synthetic.outOfTime(4500, 2, Synthetic.SIGNAL, 3).snapshots()))
          .all();

  private static double[] probabilities(int threads, Function<Workers, Scorer> learn) {
    try (Workers workers = Workers.of(threads)) {
      return learn.apply(workers).probabilities(SAMPLE);
    }
  }

  @Test
  void the_number_of_threads_changes_nothing_that_is_learned() {
    var forest = new ForestLearner(12, 6, 5, 4);
    var boosting = new BoostingLearner(12, 0.3, 4, 5);
    var ofSomeRows = new BoostingLearner(12, 0.3, 4, 5, 1, 0.6, 4);
    TrainingSample none = SAMPLE.where(i -> false);

    for (Function<Workers, Scorer> learn :
        List.<Function<Workers, Scorer>>of(
            workers -> forest.learn(SAMPLE, 1, Progress.none(), workers),
            workers ->
                new Boosting(boosting, SAMPLE, none, Optional.empty(), 1, workers)
                    .run(12, Progress.none())
                    .scorer(12),
            workers ->
                new Boosting(ofSomeRows, SAMPLE, none, Optional.empty(), 1, workers)
                    .run(12, Progress.none())
                    .scorer(12),
            workers ->
                LogisticLearner.path(SAMPLE, new double[] {1}, Progress.none(), workers).get(0))) {
      assertThat(probabilities(3, learn)).isEqualTo(probabilities(1, learn));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void each_piece_is_done_once(int threads) {
    var done = new AtomicIntegerArray(1000);
    try (Workers workers = Workers.of(threads)) {
      workers.forEach(1000, done::incrementAndGet);
      workers.forEach(0, done::incrementAndGet);
    }

    for (int i = 0; i < 1000; i++) {
      assertThat(done.get(i)).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void a_failure_reaches_the_caller(int threads) {
    try (Workers workers = Workers.of(threads)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      50,
                      i -> {
                        throw new IllegalStateException("piece");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("piece");
    }
  }

  @Test
  void after_an_interrupt_of_the_caller_nothing_more_is_begun() {
    var begun = new AtomicInteger();
    Thread caller = Thread.currentThread();
    try (Workers workers = Workers.of(2)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      1_000_000,
                      i -> {
                        begun.incrementAndGet();
                        caller.interrupt();
                      }))
          .isInstanceOf(ChurnException.class);
      assertThat(begun.get()).isLessThan(1_000_000);
    } finally {
      boolean cleared = Thread.interrupted();
      assertThat(cleared).isTrue();
    }
  }
}
