package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.local.LocalObjectStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Nothing of one organization is visible to another. */
@ExtendWith(RunningServer.Shared.class)
final class TenantsTest {
  private final RunningServer server;
  private final Caller caller;

  TenantsTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  @Test
  void what_one_has_the_other_does_not_find() {
    String owner = server.newOrganization();
    String mine = Caller.PREFIX + owner;
    String dataset = Scenario.processed(caller, owner, Scenario.history(150, 1));
    JsonNode raw = caller.get(mine + "/datasets/" + dataset).ok();
    String features = raw.path("features_dataset_id").asString();
    JsonNode job = Scenario.train(caller, owner, "logistic_regression");
    assertThat(job.path("status").asString()).isEqualTo("completed");
    String model = job.path("model_id").asString();
    String other = Caller.PREFIX + server.newOrganization();

    for (String id : new String[] {dataset, features}) {
      caller.get(other + "/datasets/" + id).problem(404);
      caller.post(other + "/datasets/" + id + "/process-features").problem(404);
      caller.post(other + "/train?dataset_id=" + id).problem(404);
      caller.delete(other + "/datasets/" + id).problem(404);
    }
    caller.get(other + "/jobs/" + job.path("job_id").asString()).problem(404);
    caller.get(other + "/models/" + model).problem(404);
    caller
        .postJson(
            other + "/predict",
            "{\"customer_id\": \"C-1\", \"transactions\": [{\"event_date\": \"2024-01-15\"}]}")
        .problem(404);
    for (String list : new String[] {"datasets", "models"}) {
      assertThat(caller.get(other + "/" + list).ok().path("total").asLong()).as(list).isZero();
    }
    assertThat(caller.get(other + "/training-status").ok().path("status").asString())
        .isEqualTo("not_started");

    assertThat(caller.get(mine + "/datasets").ok().path("total").asLong()).isEqualTo(2);
    assertThat(caller.get(mine + "/models/" + model).ok().path("active").asBoolean()).isTrue();
  }

  @Test
  void a_file_is_found_in_the_folder_of_its_owner_only() {
    String owner = server.newOrganization();
    String dataset = Scenario.upload(caller, owner, Scenario.history(5, 1));
    String url =
        caller.get(Caller.PREFIX + owner + "/datasets/" + dataset).ok().path("file_url").asString();
    assertThat(caller.get(url).header("Content-Type")).startsWith("text/csv");
    assertThat(caller.method("HEAD", url).header("Content-Length"))
        .isEqualTo(Integer.toString(Scenario.history(5, 1).length()));

    caller.get(url.replace(owner, server.newOrganization())).problem(404);
    caller.get(url.replace("/datasets/", "/utils/")).problem(404);
    caller.get(url.replace("/datasets/", "/secrets/")).problem(404);
    caller.get(url.replace("/raw/", "/raw/../raw/")).problem(404);
    caller.get(url.replace("org_" + owner, "org_" + owner + "/..%2forg_" + owner)).problem(404);
    caller.get(url.replace("org_" + owner + "/raw", "%2e%2e/%2e%2e/tmp")).problem(404);
    String stranger = server.newOrganization();
    caller.get(url.replace("organizations/" + owner, "organizations/" + stranger)).problem(404);
    caller.get(url.replace("org_" + owner, "org_" + stranger)).problem(404);
    caller.get(url.replaceAll("/raw/.*", "")).problem(404);
    caller.get(url.replaceAll("/datasets/.*", "/datasets//etc/passwd")).problem(404);
    String path = url.substring(url.indexOf("/datasets/"));
    caller.get(server.url() + LocalObjectStore.URL_PATH + path).problem(404);
  }
}
