package dev.churn.http.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.dataset.UploadOptions;
import dev.churn.domain.job.Progress;
import dev.churn.domain.port.EventFileProfiler;
import dev.churn.domain.storage.Content;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ProfilingTurnsTest {
  private static final Content FILE = Content.of(new byte[0]);

  private static void profile(ProfilingTurns turns) {
    turns.profile(FILE, UploadOptions.defaults(), LocalDate.EPOCH, Progress.none());
  }

  @Test
  void a_file_waits_for_its_turn_and_is_refused_if_it_does_not_come() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var read = new AtomicInteger();
    EventFileProfiler reader =
        (csv, options, day, progress) -> {
          begun.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          read.incrementAndGet();
          return null;
        };
    var turns = new ProfilingTurns(reader, reader, 1, Duration.ofMillis(50));
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> profile(turns));
    begun.await();

    assertThatThrownBy(() -> profile(turns))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("expected 1 at most (UPLOAD_THREADS)");
    goOn.countDown();
    first.get();
    profile(turns);
    assertThat(read).hasValue(2);
  }

  @Test
  void a_file_that_comes_alone_is_read_by_all_processors_and_others_share() throws Exception {
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    List<String> read = new CopyOnWriteArrayList<>();
    var turns =
        new ProfilingTurns(
            (csv, options, day, progress) -> {
              read.add("alone");
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return null;
            },
            (csv, options, day, progress) -> {
              read.add("shared");
              return null;
            },
            2,
            Duration.ofSeconds(5));
    CompletableFuture<Void> first = CompletableFuture.runAsync(() -> profile(turns));
    begun.await();
    profile(turns);
    goOn.countDown();
    first.get();
    profile(turns);

    assertThat(read).containsExactly("alone", "shared", "alone");
  }
}
