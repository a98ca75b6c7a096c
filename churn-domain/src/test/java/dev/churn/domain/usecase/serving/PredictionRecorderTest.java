package dev.churn.domain.usecase.serving;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.prediction.ChurnProbability;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionRecorderTest {
  private static final OrganizationId ACME = new OrganizationId(new UUID(1, 1));

  /** A log that does something with every append. */
  private record Log(Consumer<List<LoggedPrediction>> append) implements PredictionLog {
    @Override
    public void append(List<LoggedPrediction> predictions) {
      append.accept(predictions);
    }

    @Override
    public void read(
        OrganizationId organization,
        LocalDate from,
        LocalDate to,
        Consumer<LoggedPrediction> consumer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<LoggedPrediction> answers(
        OrganizationId organization, String customerId, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int drop(OrganizationId organization, LocalDate before, int limit) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<LoggedPrediction> predictions(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                new LoggedPrediction(
                    ACME,
                    "C-" + i,
                    LocalDate.parse("2024-03-01"),
                    new ModelId(new UUID(2, 2)),
                    1,
                    ModelRole.CHAMPION,
                    false,
                    Optional.of(true),
                    new ChurnProbability(0.5),
                    MONDAY))
        .toList();
  }

  @Test
  void everything_is_written_at_the_end_in_order() {
    var written = Collections.synchronizedList(new ArrayList<LoggedPrediction>());
    try (var recorder = new PredictionRecorder(new Log(written::addAll), 5_000, 5)) {
      recorder.record(predictions(0, 3));
      recorder.record(predictions(3, 2_500));
    }

    assertThat(written).isEqualTo(predictions(0, 2_500));
  }

  @Test
  void what_comes_is_written_soon_without_an_end() throws Exception {
    var done = new CountDownLatch(1);
    try (var recorder = new PredictionRecorder(new Log(batch -> done.countDown()), 10, 5)) {
      recorder.record(predictions(0, 1));
      done.await();
    }

    assertThat(done.getCount()).isZero();
  }

  @Test
  void nobody_waits_for_a_log_that_hangs_and_what_does_not_fit_is_counted() throws Exception {
    var begun = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var written = Collections.synchronizedList(new ArrayList<LoggedPrediction>());
    var recorder =
        new PredictionRecorder(
            new Log(
                batch -> {
                  begun.countDown();
                  await(released);
                  written.addAll(batch);
                }),
            10,
            5);
    recorder.record(predictions(0, 1));
    begun.await();
    recorder.record(predictions(1, 21));

    assertThat(recorder.dropped()).isEqualTo(10);
    released.countDown();
    recorder.close();
    assertThat(written).isEqualTo(predictions(0, 11));
    recorder.record(predictions(30, 31));
    assertThat(recorder.dropped()).isEqualTo(11);
    recorder.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void predictions_are_kept_while_the_database_is_away() throws Exception {
    var failed = new CountDownLatch(1);
    var back = new CountDownLatch(1);
    var written = Collections.synchronizedList(new ArrayList<LoggedPrediction>());
    var recorder =
        new PredictionRecorder(
            new Log(
                batch -> {
                  if (back.getCount() > 0) {
                    failed.countDown();
                    throw new ChurnException(ErrorCode.UNAVAILABLE, "having lunch");
                  }
                  written.addAll(batch);
                }),
            10,
            5);
    recorder.record(predictions(0, 5));
    failed.await();
    recorder.record(predictions(5, 8));
    back.countDown();
    recorder.close();

    assertThat(written).isEqualTo(predictions(0, 8));
    assertThat(recorder.dropped()).isZero();
  }

  @Test
  void one_that_can_never_be_written_takes_no_other_with_it() {
    LoggedPrediction poison = predictions(5, 6).get(0);
    var written = Collections.synchronizedList(new ArrayList<LoggedPrediction>());
    var recorder =
        new PredictionRecorder(
            new Log(
                batch -> {
                  if (batch.contains(poison)) {
                    throw new IllegalStateException("never");
                  }
                  written.addAll(batch);
                }),
            20,
            5);
    recorder.record(predictions(0, 10));
    recorder.close();

    assertThat(written).hasSize(9).doesNotContain(poison);
    assertThat(recorder.dropped()).isEqualTo(1);
  }

  @Test
  void an_exhausted_memory_costs_no_prediction() throws Exception {
    var exhausted = new CountDownLatch(2);
    var written = Collections.synchronizedList(new ArrayList<LoggedPrediction>());
    var recorder =
        new PredictionRecorder(
            new Log(
                batch -> {
                  if (exhausted.getCount() > 0) {
                    exhausted.countDown();
                    throw new OutOfMemoryError("Java heap space");
                  }
                  written.addAll(batch);
                }),
            20,
            5);
    recorder.record(predictions(0, 5));
    exhausted.await();
    recorder.record(predictions(5, 8));
    recorder.close();

    assertThat(written).isEqualTo(predictions(0, 8));
    assertThat(recorder.dropped()).isZero();
    assertThat(recorder.faults()).isEqualTo(2);
  }

  @Test
  void what_is_left_when_the_database_stays_away_is_counted() {
    var recorder =
        new PredictionRecorder(
            new Log(
                batch -> {
                  throw new ChurnException(ErrorCode.UNAVAILABLE, "gone");
                }),
            2_000,
            5);
    recorder.record(predictions(0, 1_500));
    recorder.close();

    assertThat(recorder.dropped()).isEqualTo(1_500);
  }
}
