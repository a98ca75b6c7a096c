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
import tools.jackson.databind.JsonNode;

/** What was deleted while the object storage was away is removed when it is back. */
final class DurableDeletionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path home;

  @Test
  void files_are_removed_when_the_storage_is_back_also_by_the_next_server() throws IOException {
    String customers = Scenario.history(3, 1);
    String receiptOfOrganization;
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
      Response deleted = caller.delete(path + "/datasets/" + one);
      assertThat(deleted.status()).isEqualTo(204);
      JsonNode receipt = caller.get(deleted.header("Location")).ok();
      assertThat(receipt.path("status").asString()).isEqualTo("running");
      assertThat(receipt.path("counts").has("objects")).isFalse();
      assertThat(caller.get(path + "/datasets/" + one).status()).isEqualTo(404);
      comeBack();
      awaitFiles(2);
      await(caller, deleted.header("Location"));

      leave();
      assertThat(caller.delete(path + "/datasets/" + two).status()).isEqualTo(204);
      Response organizationDeleted = caller.delete("/api/v1/organizations/" + other);
      assertThat(organizationDeleted.status()).isEqualTo(204);
      receiptOfOrganization = organizationDeleted.header("Location");
      assertThat(caller.get("/api/v1/organizations/" + other).status()).isEqualTo(404);
    }
    comeBack();
    assertThat(files()).hasSize(2);

    try (var second = ChurnServer.start(RunningServer.settings(home))) {
      awaitFiles(0);
      await(new Caller(second.url()), receiptOfOrganization);
    }
  }

  /** Awaits the end of a deletion that removed one object. */
  private static void await(Caller caller, String receipt) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonNode found = caller.get(receipt).ok();
    while (!found.path("status").asString().equals("completed")) {
      assertThat(System.nanoTime()).as(found.toString()).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      found = caller.get(receipt).ok();
    }
    assertThat(found.path("counts").path("objects").asLong()).isEqualTo(1);
    assertThat(found.path("counts").path("object_bytes").asLong()).isPositive();
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
