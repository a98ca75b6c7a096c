package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.churn.domain.embed.Churn;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TargetName;
import dev.churn.features.RfmFeatures;
import dev.churn.http.bench.TelecomLog;
import dev.churn.training.ChurnModelTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One file and several definitions of churn on it, over HTTP. */
class TargetsTest {
  private static final String CSV = TelecomLog.csv(150, 400, false, 3);
  private static final String PREDICTION =
      """
      {"customer_id": "x", "as_of": "2023-01-31", "transactions": [
        {"date": "2023-01-02", "amount": 20, "event_type": "payment"},
        {"date": "2023-01-20", "amount": 20, "event_type": "usage"}]}
      """;

  @TempDir Path folder;

  private ApiInMemory api;
  private Caller caller;
  private String organization;
  private String path;

  @BeforeEach
  void an_organization() throws IOException {
    api = ApiInMemory.start(folder, InstantSource.fixed(Instant.parse("2026-06-30T12:00:00Z")));
    caller = new Caller(api.url());
    organization = Scenario.newOrganization(caller);
    path = Caller.PREFIX + organization;
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private static String targetsOf(String organization) {
    return "/api/v1/organizations/" + organization + "/targets";
  }

  private Response create(String body) {
    return caller.postJson(targetsOf(organization), body);
  }

  private void createTwo() {
    assertThat(create("{\"name\": \"silent-14\", \"churn_threshold_days\": 14}").status())
        .isEqualTo(201);
    assertThat(
            create(
                    """
                    {"name": "cancelled", "churn_threshold_days": 60,
                     "churn_event_types": ["Cancelled"]}
                    """)
                .status())
        .isEqualTo(201);
  }

  private String upload(String query) {
    return upload(query, CSV);
  }

  private String upload(String query, String csv) {
    return caller
        .upload(organization, query, Caller.Form.file(csv))
        .ok()
        .path("dataset_id")
        .asString();
  }

  /** Processes, trains and activates; {@return the details of the model}. */
  private JsonNode trained(String dataset, String target) {
    caller.post(path + "/datasets/" + dataset + "/process-features" + target).ok();
    api.runJobs();
    String and = target.isEmpty() ? "?" : target + "&";
    String model =
        caller
            .post(path + "/train" + and + "model_type=logistic_regression&dataset_id=" + dataset)
            .ok()
            .path("model_id")
            .asString();
    api.runJobs();
    caller.post(path + "/models/" + model + "/activate" + target).ok();
    return caller.get(path + "/models/" + model + target).ok();
  }

  private JsonNode predict(String target) {
    return caller.postJson(path + "/predict" + target, PREDICTION).ok();
  }

  @Test
  void targets_are_created_listed_changed_and_deleted() {
    caller
        .patchJson(
            "/api/v1/organizations/" + organization,
            "{\"churn_threshold_days\": 90, \"time_zone\": \"Asia/Tokyo\"}")
        .ok();
    Response created = create("{\"name\": \"silent-14\", \"churn_threshold_days\": 14}");

    assertThat(created.status()).isEqualTo(201);
    JsonNode target = created.json();
    assertThat(target.path("active_window_days").asInt()).isEqualTo(90);
    assertThat(caller.get(created.header("Location")).ok()).isEqualTo(target);
    JsonNode list = caller.get(targetsOf(organization)).ok();
    assertThat(names(list)).containsExactly("default", "silent-14");
    assertThat(list.path("targets").path(0).path("churn_threshold_days").asInt()).isEqualTo(90);
    assertThat(caller.get(targetsOf(organization) + "?limit=1&offset=1").ok().path("targets"))
        .containsExactly(target);

    JsonNode changed = caller.patchJson(created.header("Location"), "{\"pipeline\": true}").ok();
    assertThat(changed.path("pipeline").asBoolean()).isTrue();
    assertThat(changed.path("churn_threshold_days").asInt()).isEqualTo(14);
    assertThat(caller.get(path + "/datasets?target=silent-14").ok().path("target").asString())
        .isEqualTo("silent-14");
    assertThat(caller.delete(created.header("Location")).status()).isEqualTo(204);
    caller.get(created.header("Location")).problem(404);
    assertThat(names(caller.get(targetsOf(organization)).ok())).containsExactly("default");
    assertThat(create("{\"name\": \"silent-14\"}").status()).isEqualTo(201);
  }

  private static List<String> names(JsonNode list) {
    return list.path("targets").valueStream().map(t -> t.path("name").asString()).toList();
  }

  @Test
  void what_cannot_be_a_target_is_refused() {
    assertThat(create("{\"name\": \"Silent 14\"}").wrongFields(400)).containsExactly("name");
    assertThat(create("{}").wrongFields(400)).containsExactly("name");
    assertThat(create("{\"name\": \"x\", \"time_zone\": \"UTC\"}").wrongFields(400))
        .containsExactly("time_zone");
    assertThat(create("{\"name\": \"x\", \"churn_threshold_days\": 0}").wrongFields(400))
        .containsExactly("churn_threshold_days");
    create("{\"name\": \"default\"}").problem(409);
    assertThat(create("{\"name\": \"x\"}").status()).isEqualTo(201);
    create("{\"name\": \"x\"}").problem(409);
    for (int i = 1; i < 20; i++) {
      assertThat(create("{\"name\": \"t-%d\"}".formatted(i)).status()).isEqualTo(201);
    }
    assertThat(create("{\"name\": \"t-20\"}").problem(403).path("detail").asString())
        .startsWith("Number of targets: expected at most 20");
    caller.delete(targetsOf(organization) + "/default").problem(400);
    caller.patchJson(targetsOf(organization) + "/default", "{}").problem(400);
    assertThat(caller.get(targetsOf(organization) + "/default").ok().path("name").asString())
        .isEqualTo("default");
    create("{\"name\": \"y\"}").problem(403);
  }

  @Test
  void each_target_learns_and_predicts_its_own_churn_from_the_same_file() {
    String dataset = upload("");
    JsonNode before = trained(dataset, "");
    JsonNode answer = predict("");
    createTwo();

    JsonNode silent = trained(dataset, "?target=silent-14");
    JsonNode canceled = trained(dataset, "?target=cancelled");

    JsonNode entries = caller.get(path + "/audit?action=model.train").ok().path("entries");
    assertThat(entries.valueStream().map(entry -> entry.path("target").asString("none")))
        .containsExactly("cancelled", "silent-14", "none");
    assertThat(before.path("provenance").path("horizon_days").asInt()).isEqualTo(30);
    assertThat(silent.path("provenance").path("horizon_days").asInt()).isEqualTo(14);
    assertThat(canceled.path("provenance").path("horizon_days").asInt()).isEqualTo(60);
    assertThat(canceled.path("provenance").path("churn_event_types").toString())
        .isEqualTo("[\"Cancelled\"]");
    assertThat(silent.path("provenance").path("raw_dataset_id").asString()).isEqualTo(dataset);
    assertThat(silent.path("version").asInt()).isEqualTo(1);
    assertThat(silent.path("target").asString()).isEqualTo("silent-14");
    assertThat(before.has("target")).isFalse();
    assertThat(predict("")).isEqualTo(answer);
    assertThat(predict("?target=default")).isEqualTo(answer);
    JsonNode ofSilent = predict("?target=silent-14");
    JsonNode ofCanceled = predict("?target=cancelled");
    assertThat(ofSilent.path("target").asString()).isEqualTo("silent-14");
    assertThat(ofSilent.path("horizon_days").asInt()).isEqualTo(14);
    assertThat(ofCanceled.path("definition").path("churn_event_types").toString())
        .isEqualTo("[\"Cancelled\"]");
    assertThat(
            List.of(
                answer.path("churn_probability").asDouble(),
                ofSilent.path("churn_probability").asDouble(),
                ofCanceled.path("churn_probability").asDouble()))
        .doesNotHaveDuplicates();
    assertThat(ids(caller.get(path + "/models").ok())).containsExactly(id(before));
    assertThat(ids(caller.get(path + "/models?target=silent-14").ok())).containsExactly(id(silent));
    caller.get(path + "/models/" + id(silent)).problem(404);
    String detail =
        caller
            .get(path + "/models/" + id(before) + "?target=silent-14")
            .problem(404)
            .path("detail")
            .asString();
    assertThat(detail)
        .isEqualTo(
            "Organization %s, target 'silent-14', has no model %s"
                .formatted(organization, id(before)));
  }

  private static List<String> ids(JsonNode list) {
    return list.path("models").valueStream().map(TargetsTest::id).toList();
  }

  private static String id(JsonNode model) {
    return model.path("model_id").asString();
  }

  @Test
  void everybody_is_scored_for_a_target_and_its_files_are_served() {
    createTwo();
    String dataset = upload("");
    trained(dataset, "?target=silent-14");
    Response started = caller.post(path + "/datasets/" + dataset + "/score?target=silent-14");
    String job = started.accepted().path("job_id").asString();
    api.runJobs();

    JsonNode batch = caller.get(started.header("Location")).ok();
    assertThat(started.header("Location")).startsWith(path).endsWith("?target=silent-14");
    assertThat(batch.path("target").asString()).isEqualTo("silent-14");
    assertThat(batch.path("status").asString()).isEqualTo("completed");
    assertThat(
            caller.get(path + "/jobs/" + job + "?target=silent-14").ok().path("status").asString())
        .isEqualTo("completed");
    caller.get(path + "/jobs/" + job).problem(404);
    assertThat(caller.get(path + "/prediction-customers").ok().path("total").asLong()).isZero();
    assertThat(
            caller
                .get(path + "/prediction-customers?target=silent-14&include=all")
                .ok()
                .path("total")
                .asLong())
        .isPositive()
        .isEqualTo(batch.path("total_customers").asLong());
    assertThat(caller.get(batch.path("output_file_url").asString()).text()).contains("customer_id");
    JsonNode seen = caller.get(path + "/datasets/" + dataset + "?target=silent-14").ok();
    assertThat(seen.path("status").asString()).isEqualTo("ready");
    assertThat(caller.get(path + "/datasets/" + dataset).ok().path("status").asString())
        .isEqualTo("uploaded");
    assertThat(caller.get(seen.path("file_url").asString()).text()).isEqualTo(CSV);
    assertThat(
            caller
                .post(path + "/train?target=cancelled&dataset_id=" + dataset)
                .problem(422)
                .path("detail")
                .asString())
        .endsWith("POST " + path + "/datasets/" + dataset + "/process-features?target=cancelled");
    caller.get(path + "/monitoring?target=silent-14").ok();
    caller.get(path + "/deployment?target=silent-14").ok();
    caller.get(path + "/training-status?target=silent-14").ok();
    caller.get(path + "/model-activations?target=silent-14").ok();
    caller.get(path + "/datasets/" + dataset + "/definition?target=silent-14").ok();
    assertThat(caller.get(path + "/datasets/" + dataset + "/arff?target=silent-14").status())
        .isEqualTo(200);
    String customer =
        caller
            .get(path + "/prediction-customers?target=silent-14&include=all&limit=1")
            .ok()
            .path("customers")
            .path(0)
            .path("customer_id")
            .asString();
    assertThat(
            caller
                .get(path + "/customers/" + customer + "?target=silent-14")
                .ok()
                .path("latest_prediction")
                .isNull())
        .isFalse();
  }

  @Test
  void an_upload_runs_the_pipelines_of_targets_that_have_one() {
    createTwo();
    caller.patchJson(targetsOf(organization) + "/silent-14", "{\"pipeline\": true}").ok();
    String quiet = upload("?pipeline=false");
    String dataset = upload("?force=true", TelecomLog.csv(300, 400, false, 3)); // enough to learn
    api.runJobs();

    assertThat(steps(dataset, "?target=silent-14"))
        .containsExactly("completed", "completed", "completed");
    assertThat(steps(dataset, "")).isEmpty();
    assertThat(steps(dataset, "?target=cancelled")).isEmpty();
    assertThat(steps(quiet, "?target=silent-14")).isEmpty();
    assertThat(predict("?target=silent-14").path("horizon_days").asInt()).isEqualTo(14);
  }

  private List<String> steps(String dataset, String target) {
    return caller
        .get(path + "/datasets/" + dataset + target)
        .ok()
        .path("pipeline")
        .valueStream()
        .map(step -> step.path("status").asString())
        .toList();
  }

  @Test
  void an_unknown_target_is_not_found_and_those_there_are_named() {
    createTwo();
    assertThat(
            caller
                .postJson(path + "/predict?target=silent-15", PREDICTION)
                .problem(404)
                .path("detail")
                .asString())
        .isEqualTo(
            "Organization %s has no target 'silent-15'; expected one of default, silent-14, cancelled"
                .formatted(organization));
    assertThat(caller.get(path + "/models?target=Silent").wrongFields(400))
        .containsExactly("target");
    String other = Scenario.newOrganization(caller);
    caller.get(Caller.PREFIX + other + "/models?target=silent-14").problem(404);
    caller.get(Caller.PREFIX + UUID.randomUUID() + "/models?target=silent-14").problem(404);
    assertThat(caller.get(path + "/audit?target=silent-14").wrongFields(400))
        .containsExactly("target");
    assertThat(caller.get("/api/v1/organizations/" + organization + "?target=x").wrongFields(400))
        .containsExactly("target");
    assertThat(
            caller
                .upload(organization, "?target=silent-14", Caller.Form.file(CSV))
                .wrongFields(400))
        .containsExactly("target");
  }

  @Test
  void a_target_cannot_be_used_by_the_id_that_it_has_inside() {
    createTwo();
    String dataset = upload("");
    trained(dataset, "?target=silent-14");
    JsonNode seen = caller.get(path + "/datasets/" + dataset + "?target=silent-14").ok();
    String table = seen.path("features_dataset_id").asString();
    String url =
        caller
            .get(path + "/datasets/" + table + "?target=silent-14")
            .ok()
            .path("file_url")
            .asString();
    String inside = url.replaceAll(".*/org_([0-9a-f-]{36})/.*", "$1");

    assertThat(inside).isNotEqualTo(organization);
    caller.get("/api/v1/organizations/" + inside).problem(404);
    caller.get(Caller.PREFIX + inside + "/models").problem(404);
    caller.postJson(Caller.PREFIX + inside + "/predict", PREDICTION).problem(404);
    caller.delete("/api/v1/organizations/" + inside).problem(404);
    caller.get(targetsOf(inside)).problem(404);
    assertThat(caller.get("/api/v1/organizations?limit=1000").text()).doesNotContain(inside);
    assertThat(caller.get(path + "/models?target=silent-14").text()).doesNotContain(inside);
  }

  @Test
  void a_dataset_goes_from_its_targets_and_a_target_leaves_the_dataset() {
    createTwo();
    String dataset = upload("");
    trained(dataset, "");
    trained(dataset, "?target=silent-14");
    trained(dataset, "?target=cancelled");
    String raw = caller.get(path + "/datasets/" + dataset).ok().path("file_url").asString();

    Response ofTarget = caller.delete(path + "/datasets/" + dataset + "?target=cancelled");
    assertThat(ofTarget.status()).isEqualTo(204);
    JsonNode counts = caller.get(ofTarget.header("Location")).ok().path("counts");
    assertThat(counts.path("feature_tables").asInt()).isEqualTo(1);
    assertThat(counts.has("datasets")).isFalse();
    assertThat(total("?target=cancelled")).isEqualTo(1);
    assertThat(total("?target=silent-14")).isEqualTo(2);
    assertThat(caller.get(raw).status()).isEqualTo(200);
    assertThat(caller.delete(targetsOf(organization) + "/cancelled").status()).isEqualTo(204);
    assertThat(total("")).isEqualTo(2);
    assertThat(caller.get(raw).status()).isEqualTo(200);

    caller.post(path + "/datasets/" + dataset + "/process-features?target=silent-14").ok();
    caller.delete(path + "/datasets/" + dataset).problem(409);
    api.runJobs();
    Response everywhere = caller.delete(path + "/datasets/" + dataset);
    assertThat(everywhere.status()).isEqualTo(204);
    counts = caller.get(everywhere.header("Location")).ok().path("counts");
    assertThat(counts.path("datasets").asInt()).isEqualTo(1);
    assertThat(counts.path("feature_tables").asInt()).isEqualTo(3); // silent-14 has two
    assertThat(total("")).isZero();
    assertThat(total("?target=silent-14")).isZero();
    assertThat(caller.get(raw).status()).isEqualTo(404);
    assertThat(predict("?target=silent-14").path("horizon_days").asInt()).isEqualTo(14);
  }

  @Test
  void no_file_is_an_orphan_that_a_row_of_a_target_names() {
    createTwo();
    String dataset = upload("");
    trained(dataset, "?target=silent-14");
    caller.post(path + "/datasets/" + dataset + "/score?target=silent-14").accepted();
    api.runJobs();
    assertThat(api.orphans()).isEmpty();
    assertThat(caller.delete(path + "/customers/c7").status()).isEqualTo(202);
    api.runJobs();

    assertThat(api.orphans()).isEmpty();
    JsonNode seen = caller.get(path + "/datasets/" + dataset + "?target=silent-14").ok();
    assertThat(caller.get(seen.path("file_url").asString()).text())
        .doesNotContain("\nc7,")
        .contains("\nc8,");
  }

  @Test
  void an_organization_goes_with_its_targets_once_their_jobs_have_ended() throws IOException {
    createTwo();
    String dataset = upload("");
    trained(dataset, "?target=silent-14");
    caller.post(path + "/datasets/" + dataset + "/process-features?target=silent-14").ok();
    String here = "/api/v1/organizations/" + organization;
    assertThat(caller.delete(here).problem(409).path("detail").asString())
        .isEqualTo(
            "A target of organization %s has unfinished jobs; wait for them or cancel them"
                .formatted(organization));
    assertThat(
            caller
                .delete(targetsOf(organization) + "/silent-14")
                .problem(409)
                .path("detail")
                .asString())
        .startsWith("The target has unfinished jobs");
    assertThat(predict("?target=silent-14").path("horizon_days").asInt()).isEqualTo(14);
    api.runJobs();

    Response deleted = caller.delete(here);
    assertThat(deleted.status()).isEqualTo(204);
    JsonNode receipt = caller.get(deleted.header("Location")).ok();
    assertThat(receipt.path("status").asString()).isEqualTo("completed");
    assertThat(receipt.path("counts").path("feature_tables").asInt()).isEqualTo(2); // of the target
    assertThat(receipt.path("counts").path("models").asInt()).isEqualTo(1);
    caller.postJson(path + "/predict?target=silent-14", PREDICTION).problem(404);
    caller.get(targetsOf(organization)).problem(404);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(Path::toString))
          .noneMatch(file -> file.contains("/org_"));
    }
  }

  private long total(String target) {
    return caller.get(path + "/datasets" + target).ok().path("total").asLong();
  }

  @Test
  void the_time_zone_of_targets_is_that_of_the_organization() {
    createTwo();
    caller
        .patchJson("/api/v1/organizations/" + organization, "{\"time_zone\": \"Asia/Tokyo\"}")
        .ok();
    String dataset = upload("");
    trained(dataset, "?target=silent-14");

    // half past three in the afternoon of the 31st in London is the 1st of February in Tokyo
    JsonNode answer =
        caller
            .postJson(
                path + "/predict?target=silent-14",
                """
                {"customer_id": "x", "as_of": "2023-02-03", "transactions": [
                  {"date": "2023-01-31T15:30:00Z", "amount": 20, "event_type": "usage"}]}
                """)
            .ok();
    assertThat(answer.path("days_silent").asInt()).isEqualTo(2);
  }

  @Test
  void an_upload_warns_of_what_a_target_with_a_pipeline_counts_in_vain() {
    create("{\"name\": \"left\", \"churn_event_types\": [\"Left\"], \"pipeline\": true}");
    create("{\"name\": \"gone\", \"churn_event_types\": [\"Gone\"]}");

    JsonNode answer = caller.upload(organization, "", Caller.Form.file(CSV)).ok();

    assertThat(answer.path("warnings").valueStream().map(JsonNode::asString))
        .anySatisfy(warning -> assertThat(warning).startsWith("Target 'left': ").contains("Left"))
        .noneMatch(warning -> warning.contains("gone"));
  }

  @Test
  void a_deleted_target_is_not_found_by_a_caller_that_still_knows_its_id() {
    try (Churn churn =
        Churn.builder()
            .inMemory(new InMemoryDatabase())
            .objects(new InMemoryObjectStore())
            .features(new RfmFeatures())
            .training(new ChurnModelTraining())
            .build()) {
      OrganizationId shop =
          churn.organizations().create("Shop", OrganizationSettings.defaults()).id();
      OrganizationId target = churn.targets().create(shop, new TargetName("a"), same -> same).id();
      churn.targets().delete(shop, target);

      assertThatThrownBy(() -> churn.targets().delete(shop, target))
          .hasMessage("Organization %s does not have this target, or it was deleted", shop);
      assertThatThrownBy(() -> churn.targets().update(shop, target, same -> same))
          .hasMessage("Organization %s does not have this target, or it was deleted", shop);
    }
  }
}
