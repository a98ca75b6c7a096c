package dev.churn.http.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Scenario;
import dev.churn.http.chaos.Api.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that jump while jobs wait and run; that of the database stays right. */
final class ClockChaosTest {
  private static final int FILES = 6;
  private static final int PATIENCE = 60;

  @TempDir Path folder;

  @Test
  void a_clock_that_jumps_ahead_by_a_day_loses_and_repeats_no_job() throws Exception {
    jump(Duration.ofDays(1));
  }

  @Test
  void a_clock_that_jumps_back_by_a_day_holds_up_no_job() throws Exception {
    jump(Duration.ofDays(-1));
  }

  private void jump(Duration by) throws Exception {
    try (var lab = new Lab(folder);
        Lab.World world = lab.newWorld();
        var server = new Killed(folder, KillAgentJar.build(folder), world.variables(), "", 0)) {
      var api = new Api(server.url(), Api.newOrganization(server.url(), "{\"name\": \"Test\"}"));
      var other = new Api(server.url(), Api.newOrganization(server.url(), "{\"name\": \"B\"}"));
      List<String> jobs = new ArrayList<>();
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (Api each : List.of(api, other)) {
        callers.add(CompletableFuture.runAsync(() -> submit(each, jobs)));
      }
      Api.pause(1500); // some jobs wait, some run
      server.shiftClock(by);
      callers.forEach(CompletableFuture::join);
      double seconds = State.awaitQuiet(world, PATIENCE);
      server.shiftClock(Duration.ZERO); // and back again
      submit(api, jobs);
      double afterwards = State.awaitQuiet(world, PATIENCE);
      System.out.printf(
          Locale.ROOT,
          "| the clock jumps by %s | %d jobs | all done %.1f s after | %.1f s after the jump back"
              + " |%n",
          by,
          jobs.size(),
          seconds,
          afterwards);
      assertThat(world.query("select distinct status from jobs")).containsExactly("completed");
      assertThat(
              world.query("select kind || ' ' || count(*) from jobs group by kind order by kind"))
          .containsExactly("judge_predictions " + jobs.size(), "process_features " + jobs.size());
      assertThat(world.query("select count(*) from datasets where dataset_type = 'features'"))
          .containsExactly("" + jobs.size());
      api.get("/health/ready").ok();
    }
  }

  private static void submit(Api api, List<String> jobs) {
    for (int i = 0; i < FILES; i++) {
      Answer uploaded = api.upload("/upload-dataset", Scenario.history(60, i)).ok();
      String dataset = uploaded.json().path("dataset_id").asString();
      Answer started = api.post("/datasets/" + dataset + "/process-features").ok();
      synchronized (jobs) {
        jobs.add(started.json().path("job_id").asString());
      }
    }
  }
}
