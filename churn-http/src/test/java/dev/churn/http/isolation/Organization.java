package dev.churn.http.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.ApiInMemory;
import dev.churn.http.Caller;
import dev.churn.http.Caller.Form;
import dev.churn.http.Scenario;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An organization that has one of everything, and the ids of all that. */
final class Organization {
  private final Map<String, String> ids;

  private Organization(Map<String, String> ids) {
    this.ids = Map.copyOf(ids);
  }

  /** Creates an organization that has nothing. */
  static Organization create(Door door) {
    JsonNode created = door.json("POST", "/api/v1/organizations", "{\"name\": \"Test\"}");
    return new Organization(Map.of("org_id", created.path("id").asString()));
  }

  /** Creates an organization and takes a file through the pipeline. */
  static Organization createWithEverything(ApiInMemory api, Door door) {
    String id = create(door).id();
    String path = Caller.PREFIX + id;
    Form form = Form.file(Scenario.history(60, 8));
    JsonNode upload = door.form(path + "/upload-dataset?pipeline=true&force=true", form);
    api.runJobs();
    String dataset = upload.path("dataset_id").asString();
    JsonNode erasure = door.json("DELETE", path + "/customers/C-0002", "");
    api.runJobs();
    JsonNode batch = door.json("POST", path + "/datasets/" + dataset + "/score", "");
    api.runJobs();
    door.json(
        "POST", "/api/v1/organizations/" + id + "/targets", "{\"name\": \"silent-of-owner\"}");
    JsonNode raw = door.json("GET", path + "/datasets/" + dataset, "");
    JsonNode steps = raw.path("pipeline");
    Map<String, String> ids = new LinkedHashMap<>();
    ids.put("org_id", id);
    ids.put("dataset_id", dataset);
    ids.put("job_id", steps.path(0).path("job_id").asString());
    ids.put("model_id", steps.path(1).path("model_id").asString());
    ids.put("since_batch_id", steps.path(2).path("batch_id").asString());
    ids.put("batch_id", batch.path("batch_id").asString());
    ids.put("customer_id", "C-0001");
    ids.put("target_name", "silent-of-owner");
    ids.put("erasure_id", erasure.path("erasure_id").asString());
    ids.put("organization_erasure_id", erasureOfAnother(door));
    ids.put("bucket", "datasets");
    ids.put("path", raw.path("file_url").asString().replaceAll(".*/datasets/(?=org_)", ""));
    ids.put(
        "key_id",
        door.json("POST", path + "/api-keys", "{\"name\": \"spare\", \"scopes\": [\"read\"]}")
            .path("api_key")
            .path("key_id")
            .asString());
    ids.forEach((name, value) -> assertThat(value).as(name + " of " + raw).isNotBlank());
    return new Organization(ids);
  }

  private static String erasureOfAnother(Door door) {
    String gone = create(door).id();
    String location =
        door.call("DELETE", "/api/v1/organizations/" + gone, "", new byte[0]).header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  String id() {
    return ids.get("org_id");
  }

  Map<String, String> ids() {
    return ids;
  }

  /** {@return a new key with these scopes} */
  JsonNode newKey(Door door, String scopes, String more) {
    return door.json(
        "POST",
        Caller.PREFIX + id() + "/api-keys",
        "{\"name\": \"test\", \"scopes\": [%s]%s}"
            .formatted("\"" + scopes.replace(" ", "\", \"") + "\"", more));
  }
}
