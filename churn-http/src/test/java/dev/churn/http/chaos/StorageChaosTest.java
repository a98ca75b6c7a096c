package dev.churn.http.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.ChurnServer;
import dev.churn.http.Scenario;
import dev.churn.http.chaos.Api.Answer;
import dev.churn.http.chaos.FaultyGateway.Fault;
import dev.churn.http.settings.Settings;
import dev.churn.supabase.SupabaseStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job over a storage to whose answers everything happens that can. */
final class StorageChaosTest {
  private static final int ROUNDS = Integer.getInteger("chaos.rounds", 30);
  private static final long SEED = Long.getLong("chaos.seed", 1);
  private static final double SHARE = 0.25;

  @TempDir Path home;
  @TempDir Path folder;

  /** What was seen of one file. */
  private record Round(String ended, boolean isWrong) {}

  @Test
  void a_file_is_processed_right_or_fails_in_words_whatever_the_storage_does() throws IOException {
    List<Round> rounds = new ArrayList<>();
    try (var supabase = new SupabaseStandIn(folder);
        var gateway = new FaultyGateway(supabase.url(), SEED);
        var server = ChurnServer.start(settings(gateway.url()))) {
      // enough customers for a model that is activated, so that there is something to score by
      String csv = Scenario.history(150, 1);
      Api fine = organization(server);
      byte[] expected = table(fine, processed(fine, csv));
      for (int i = 0; i < ROUNDS; i++) {
        Api api = organization(server);
        // one kind of fault at a time in turns, and all together in between
        Fault one = Fault.values()[i % Fault.values().length];
        Set<Fault> faults = i % 3 == 2 ? EnumSet.allOf(Fault.class) : EnumSet.of(one);
        Round round = round(api, gateway, faults, csv, expected);
        System.out.printf("| %d | %s | %s |%n", i, faults.size() == 1 ? one : "all", round);
        rounds.add(round);
      }
      System.out.printf(Locale.ROOT, "%d rounds, faults: %s%n", ROUNDS, gateway.happened());
    }
    assertThat(rounds).noneMatch(Round::isWrong);
    assertThat(rounds).anyMatch(round -> round.ended().equals("scored"));
  }

  private Settings settings(String url) {
    Map<String, String> variables = new TreeMap<>(Lab.UNLIMITED);
    variables.put("CHURN_HOME", home.toString());
    variables.put("SUPABASE_URL", url);
    variables.put("SUPABASE_SECRET_KEY", SupabaseStandIn.SECRET_KEY);
    return Settings.from(variables);
  }

  private static Api organization(ChurnServer server) {
    return new Api(server.url(), Api.newOrganization(server.url(), "{\"name\": \"Test\"}"));
  }

  private static String processed(Api api, String csv) {
    String dataset = api.upload("/upload-dataset", csv).ok().json().path("dataset_id").asString();
    Answer started = api.post("/datasets/" + dataset + "/process-features").ok();
    assertThat(api.awaitEnd(started.json().path("job_id").asString())).isEqualTo("completed");
    return dataset;
  }

  private static byte[] table(Api api, String dataset) {
    String features =
        api.get("/datasets/" + dataset).ok().json().path("features_dataset_id").asString();
    return api.download(api.get("/datasets/" + features).ok().json().path("file_url").asString());
  }

  private static Round round(
      Api api, FaultyGateway gateway, Set<Fault> faults, String csv, byte[] expected) {
    gateway.set(faults, SHARE);
    String ended = "";
    String dataset = "";
    try {
      Answer uploaded = inWords(api.upload("/upload-dataset", csv));
      if (!uploaded.isSuccess()) {
        return new Round("upload " + uploaded.status(), false);
      }
      dataset = uploaded.json().path("dataset_id").asString();
      ended = step(api, "/datasets/" + dataset + "/process-features");
      if (ended.equals("completed")) {
        ended = step(api, "/train");
      }
      if (ended.equals("completed")) {
        ended = step(api, "/datasets/" + dataset + "/score");
        ended = ended.equals("completed") ? "scored" : ended;
      }
    } finally {
      gateway.set(Set.of(), 0);
    }
    boolean hasTable =
        !api.get("/datasets/" + dataset).ok().json().path("features_dataset_id").isNull();
    boolean isWrong = hasTable && !java.util.Arrays.equals(table(api, dataset), expected);
    return new Round(ended, isWrong);
  }

  /** {@return how the job ended, with its words if it failed} */
  private static String step(Api api, String path) {
    Answer started = inWords(api.post(path));
    if (!started.isSuccess()) {
      return path.replaceFirst(".*/", "") + " " + started.status();
    }
    String job = started.json().path("job_id").asString();
    String status = api.awaitEnd(job);
    if (status.equals("failed")) {
      String message = api.get("/jobs/" + job).json().path("error_message").asString();
      assertThat(message).isNotBlank().doesNotContain("unexpected error");
      return status + ": " + message;
    }
    return status;
  }

  private static Answer inWords(Answer answer) {
    if (!answer.isSuccess()) {
      assertThat(answer.status()).as(answer.text()).isNotEqualTo(500);
      assertThat(answer.json().path("detail").asString()).isNotBlank();
    }
    return answer;
  }
}
