package dev.churn.http.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.churn.http.ChurnServer;
import dev.churn.http.Scenario;
import dev.churn.http.chaos.Api.Answer;
import dev.churn.http.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, for each folder in which something is written. */
final class DiskChaosTest {
  private static final int MIB = 1 << 20;

  @TempDir Path folder;

  /** A small disk in place of a folder. */
  private static final class Disk implements AutoCloseable {
    private final Path where;

    /** Skips the test where mounting is not allowed. */
    Disk(Path where) throws IOException {
      this.where = where;
      Files.createDirectories(where);
      assumeThat(run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", where.toString()))
          .as("this needs the right to mount a tmpfs, as root has it")
          .isTrue();
    }

    @Override
    public void close() {
      run("umount", "--lazy", where.toString());
    }
  }

  private static boolean run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_full_disk_for_objects_is_told_and_what_is_stored_stays_right() throws Exception {
    full("storage");
  }

  @Test
  void a_full_disk_for_uploads_is_told_and_what_is_stored_stays_right() throws Exception {
    full("tmp");
  }

  @Test
  void a_full_disk_for_copies_of_models_is_no_trouble() throws Exception {
    full("models");
  }

  private void full(String part) throws Exception {
    try (var lab = new Lab(folder);
        Lab.World world = lab.newWorld()) {
      Path disk = world.home().resolve(part);
      try (var mounted = new Disk(disk);
          var server = ChurnServer.start(Settings.from(world.variables()))) {
        assertThat(mounted.where).isDirectory();
        var api = new Api(server.url(), Api.newOrganization(server.url(), "{\"name\": \"Test\"}"));
        String csv = Scenario.history(150, 1);
        Map<String, Integer> fine = steps(api, csv);
        Path filler = fill(disk);
        Map<String, Integer> full = steps(api, csv);
        Files.delete(filler);
        State.awaitQuiet(world, 60);
        List<String> missing = State.missing(world);
        List<String> orphans = State.orphans(world);
        Map<String, Integer> again = steps(api, csv);
        System.out.printf(
            Locale.ROOT,
            "| %s full | before %s | while full %s | after %s | orphans %s |%n",
            part,
            fine,
            full,
            again,
            orphans);
        assertThat(missing).isEmpty();
        assertThat(again).isEqualTo(fine);
        assertThat(full.values()).doesNotContain(500);
        assertThat(orphans).isEmpty();
      }
    }
  }

  /** {@return a file that leaves no room} */
  private static Path fill(Path disk) throws IOException {
    Path filler = disk.resolve("filler");
    byte[] block = new byte[4096];
    Arrays.fill(block, (byte) 'x');
    try (var out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 64 * MIB / block.length; i++) {
        out.write(block);
      }
    } catch (IOException e) {
      return filler; // full
    }
    throw new IOException("the disk is larger than expected");
  }

  /** {@return each step with its status, 0 for a job that failed in words} */
  private static Map<String, Integer> steps(Api api, String csv) {
    Map<String, Integer> steps = new TreeMap<>();
    Answer uploaded = api.upload("/upload-dataset", csv);
    steps.put("1 upload", status(uploaded));
    if (!uploaded.isSuccess()) {
      // the file of an earlier round goes on
      uploaded = api.get("/datasets");
    }
    String dataset =
        uploaded
            .json()
            .path("dataset_id")
            .asString(uploaded.json().path("datasets").path(0).path("dataset_id").asString(""));
    steps.put("2 process", job(api, api.post("/datasets/" + dataset + "/process-features")));
    steps.put("3 train", job(api, api.post("/train")));
    steps.put("4 score", job(api, api.post("/datasets/" + dataset + "/score")));
    return steps;
  }

  private static int status(Answer answer) {
    if (!answer.isSuccess()) {
      assertThat(answer.json().path("detail").asString()).isNotBlank();
    }
    return answer.status();
  }

  private static int job(Api api, Answer started) {
    if (status(started) / 100 != 2) {
      return started.status();
    }
    String job = started.json().path("job_id").asString();
    if (api.awaitEnd(job).equals("completed")) {
      return 200;
    }
    assertThat(api.get("/jobs/" + job).json().path("error_message").asString())
        .isNotBlank()
        .doesNotContain("unexpected error");
    return 0;
  }
}
