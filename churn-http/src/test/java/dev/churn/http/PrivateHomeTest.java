package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a server leaves in its folder, for whom, and what it leaves running. */
@DisabledOnOs(OS.WINDOWS)
final class PrivateHomeTest {
  @TempDir Path folder;

  private Map<String, String> environment() {
    return Map.of("PORT", "0", "CHURN_HOME", home().toString(), "SOME_SECRET", "sesame");
  }

  private Path home() {
    return folder.resolve("home");
  }

  @Test
  void nothing_of_a_main_job_is_for_other_users() throws IOException {
    try (var server = ServerProcess.start(folder, environment(), "serve")) {
      var caller = new Caller(server.awaitUrl());
      String organization = Scenario.newOrganization(caller);
      Scenario.processed(caller, organization, Scenario.history(100, 1));
      Scenario.train(caller, organization, "gradient_boosting");

      try (Stream<Path> files = Files.walk(home())) {
        assertThat(files.filter(file -> !Files.isSymbolicLink(file)))
            .hasSizeGreaterThan(100)
            .allSatisfy(
                file ->
                    assertThat(PrivateFiles.findLoosePermissions(file)).as("%s", file).isEmpty());
      }
      assertThat(server.errors()).doesNotContain("chmod");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_signal_during_the_start_leaves_no_database_running_and_loose_folders_are_told()
      throws Exception {
    PreparedHome.copyTo(home());
    Files.setPosixFilePermissions(home(), PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var server = ServerProcess.start(folder, environment(), "serve")) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!Files.exists(home().resolve("postgres/data/postmaster.pid"))) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        TimeUnit.MILLISECONDS.sleep(2);
      }
      server.terminate();

      assertThat(server.awaitEnd()).isEqualTo(143); // 128 + SIGTERM
      assertThat(server.errors()).contains("chmod -R go= " + home());
    }
    assertThat(home().resolve("postgres/data/postmaster.pid")).doesNotExist();
    assertThat(runsIn(home())).isFalse();
  }

  /** {@return whether a process works in a folder} */
  private static boolean runsIn(Path home) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .map(process -> process.resolve("cwd"))
          .filter(Files::isSymbolicLink)
          .anyMatch(folder -> target(folder).startsWith(home));
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link; // it has ended, or belongs to somebody else
    }
  }
}
