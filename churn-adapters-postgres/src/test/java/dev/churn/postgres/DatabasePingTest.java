package dev.churn.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the database answers is known within two seconds, whatever the database does. */
class DatabasePingTest {
  @TempDir Path folder;

  @Test
  void a_frozen_database_and_a_stopped_one_do_not_answer() throws Exception {
    Path data = folder.resolve("data");
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().setDataDirectory(data).start();
        PostgresDatabase database =
            TestServer.open(
                DatabaseSettings.parse(
                    "postgresql://postgres@127.0.0.1:%d/postgres".formatted(server.getPort())))) {
      database.ping();
      List<ProcessHandle> processes = processes(data);
      try {
        signal("STOP", processes);
        requireUnavailable(database, "has not answered within 1500 ms");
        requireUnavailable(database, "");
      } finally {
        signal("CONT", processes);
      }
      assertThat(Jobs.becomesTrue(() -> answers(database))).isTrue();

      server.close();
      requireUnavailable(database, "");
    }
  }

  @Test
  void a_database_without_a_free_connection_does_not_answer() throws Exception {
    DatabaseSettings settings = TestServer.newMigratedDatabase().withPoolSize(2);
    try (PostgresDatabase database = TestServer.open(settings)) {
      var isBusy = new CountDownLatch(2);
      var isOver = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        threads.add(new Thread(() -> hold(database, isBusy, isOver)));
      }
      threads.forEach(Thread::start);
      assertThat(isBusy.await(20, TimeUnit.SECONDS)).isTrue();

      requireUnavailable(database, "all 2 of this server are in use");

      isOver.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(Jobs.becomesTrue(() -> answers(database))).isTrue();
    }
  }

  private static void hold(
      PostgresDatabase database, CountDownLatch isBusy, CountDownLatch isOver) {
    database
        .transactions()
        .run(
            () -> {
              database.removals().count();
              isBusy.countDown();
              try {
                isOver.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static void requireUnavailable(PostgresDatabase database, String reason) {
    long begun = System.nanoTime();

    assertThatThrownBy(database::ping)
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining(reason);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
  }

  private static boolean answers(PostgresDatabase database) {
    try {
      database.ping();
      return true;
    } catch (ChurnException e) {
      return false;
    }
  }

  private static List<ProcessHandle> processes(Path data) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0));
    ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(first), first.descendants()).toList();
  }

  private static void signal(String name, List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }
  }
}
