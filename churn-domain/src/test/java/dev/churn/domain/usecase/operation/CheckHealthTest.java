package dev.churn.domain.usecase.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.port.ObjectStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CheckHealthTest {
  private final AtomicInteger questions = new AtomicInteger();

  /** {@return a storage of which nothing but its readiness is asked} */
  private ObjectStore storage(Runnable readiness) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("requireReady");
              questions.incrementAndGet();
              readiness.run();
              return null;
            });
  }

  private static CheckHealth health(Runnable database, ObjectStore storage) {
    return new CheckHealth(database, storage, () -> 0, () -> 0);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_does_not_respond_is_told_with_the_reason() {
    Runnable away =
        () -> {
          throw new ChurnException(ErrorCode.UNAVAILABLE, "away");
        };

    assertThat(health(() -> {}, storage(() -> {})).problems()).isEmpty();
    assertThat(health(away, storage(away)).problems())
        .containsExactly(new FieldError("database", "away"), new FieldError("storage", "away"));
  }

  @Test
  void a_storage_that_hangs_is_told_in_time_and_asked_by_one_thread() {
    var released = new CountDownLatch(1);
    CheckHealth health = health(() -> {}, storage(() -> await(released)));
    for (int i = 0; i < 2; i++) {
      long begun = System.nanoTime();

      assertThat(health.problems()).extracting(FieldError::place).containsExactly("storage");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }
    assertThat(questions).hasValue(1);

    released.countDown();
    while (!health.problems().isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(questions).hasValueGreaterThanOrEqualTo(1);
  }

  @Test
  void many_callers_share_one_check_and_a_database_that_hangs_is_never_ready() throws Exception {
    var released = new CountDownLatch(1);
    var pings = new AtomicInteger();
    CheckHealth health =
        health(
            () -> {
              pings.incrementAndGet();
              await(released);
            },
            storage(() -> {}));
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      long begun = System.nanoTime();
      List<Callable<List<FieldError>>> asked = Collections.nCopies(20, health::problems);
      for (Future<List<FieldError>> answer : callers.invokeAll(asked)) {
        assertThat(answer.get()).isNotEmpty();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      assertThat(pings).hasValue(1);
    } finally {
      released.countDown();
      callers.shutdownNow();
    }
  }

  @Test
  void a_fault_of_the_program_is_no_answer_of_the_storage() {
    CheckHealth health =
        health(
            () -> {},
            storage(
                () -> {
                  throw new IllegalStateException("a bug");
                }));

    assertThatThrownBy(health::problems).hasMessage("a bug");
  }
}
