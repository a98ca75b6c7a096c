package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was deleted while the object storage was away is removed when it is back. */
final class DurableDeletionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path home;

  @Test
  void files_are_removed_when_the_storage_is_back_also_by_the_next_server() throws IOException {
    String customers = Scenario.history(3, 1);
    try (var first = ChurnServer.start(RunningServer.settings(PreparedHome.copyTo(home)))) {
      var caller = new Caller(first.url());
      String organization = Scenario.newOrganization(caller);
      String path = Caller.PREFIX + organization;
      String one = Scenario.upload(caller, organization, customers);
      String two = Scenario.upload(caller, organization, customers);
      String other = Scenario.newOrganization(caller);
      Scenario.upload(caller, other, customers);
      assertThat(files()).hasSize(3);

      leave();
      assertThat(caller.delete(path + "/datasets/" + one).status()).isEqualTo(204);
      assertThat(caller.get(path + "/datasets/" + one).status()).isEqualTo(404);
      comeBack();
      awaitFiles(2);

      leave();
      assertThat(caller.delete(path + "/datasets/" + two).status()).isEqualTo(204);
      assertThat(caller.delete("/api/v1/organizations/" + other).status()).isEqualTo(204);
      assertThat(caller.get("/api/v1/organizations/" + other).status()).isEqualTo(404);
    }
    comeBack();
    assertThat(files()).hasSize(2);

    try (var second = ChurnServer.start(RunningServer.settings(home))) {
      awaitFiles(0);
      assertThat(second.url()).isNotEmpty();
    }
  }

  private void leave() throws IOException {
    Files.move(home.resolve("storage"), home.resolve("away"));
  }

  private void comeBack() throws IOException {
    Files.move(home.resolve("away"), home.resolve("storage"));
  }

  private void awaitFiles(int count) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (files().size() != count) {
      assertThat(System.nanoTime()).as("files: %s", files()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> paths = Files.walk(home.resolve("storage"))) {
      return paths.filter(path -> path.toString().endsWith(".csv")).toList();
    }
  }
}
