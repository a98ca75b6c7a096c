package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.audit.AuditEntry;
import dev.churn.domain.audit.AuditFilter;
import dev.churn.domain.embed.Churn;
import dev.churn.domain.memory.InMemoryDatabase;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.AuditLog;
import dev.churn.features.RfmFeatures;
import dev.churn.http.audit.Action;
import dev.churn.http.audit.Auditing;
import dev.churn.http.problem.Problems;
import dev.churn.http.request.RequestLog;
import dev.churn.http.route.Hints;
import dev.churn.http.route.Routes;
import dev.churn.http.settings.Settings;
import dev.churn.training.ChurnModelTraining;
import io.javalin.Javalin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the audit log tells of calls. */
final class AuditTest {
  private static final String OF_ALL = "/api/v1/audit";

  @TempDir Path folder;
  private ApiInMemory server;
  private Caller caller;
  private String organization;
  private String log;

  @BeforeEach
  void start() throws IOException {
    server = ApiInMemory.start(folder);
    caller = new Caller(server.url());
    organization = Scenario.newOrganization(caller);
    log = Caller.PREFIX + organization + "/audit";
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_change_is_told_with_who_what_and_from_where() {
    Response answer = caller.upload(organization, Caller.Form.file(Scenario.history(5, 1)));
    String dataset = answer.ok().path("dataset_id").asString();

    JsonNode entry = entries(log).get(0);
    assertThat(entry.path("action").asString()).isEqualTo("dataset.upload");
    assertThat(entry.path("subject_kind").asString()).isEqualTo("dataset");
    assertThat(entry.path("subject_id").asString()).isEqualTo(dataset);
    assertThat(entry.path("organization_id").asString()).isEqualTo(organization);
    assertThat(entry.path("principal_kind").asString()).isEqualTo("anybody");
    assertThat(entry.path("address").asString()).isEqualTo("127.0.0.1");
    assertThat(entry.path("request_id").asString()).isEqualTo(answer.header("X-Request-Id"));
    assertThat(entry.path("status").asInt()).isEqualTo(200);
    assertThat(Instant.parse(entry.path("ended_at").asString()))
        .isAfterOrEqualTo(Instant.parse(entry.path("at").asString()));
  }

  @Test
  void failed_changes_are_told_with_their_status_and_the_user_whom_a_gateway_names() {
    String nothing = "00000000-0000-4000-8000-000000000001";
    caller.deleteAs("alice", Caller.PREFIX + organization + "/datasets/" + nothing).problem(404);

    JsonNode entry = entries(log).get(0);
    assertThat(entry.path("action").asString()).isEqualTo("dataset.delete");
    assertThat(entry.path("subject_id").asString()).isEqualTo(nothing);
    assertThat(entry.path("principal").asString()).isEqualTo("alice");
    assertThat(entry.path("status").asInt()).isEqualTo(404);
  }

  @Test
  void downloads_are_told_and_other_reading_is_not() {
    String dataset = Scenario.upload(caller, organization, Scenario.history(5, 1));
    String path = Caller.PREFIX + organization + "/datasets/" + dataset;
    String url = caller.get(path).ok().path("file_url").asString();
    caller.get(Caller.PREFIX + organization + "/datasets").ok();
    caller.method("HEAD", url.replace("http://unused.example", server.url()));
    caller.get(url.replace("http://unused.example", server.url()));

    assertThat(actions(log)).containsExactly("file.download", "dataset.upload");
  }

  @Test
  void a_filter_chooses_and_another_organization_has_a_log_of_its_own() {
    String other = Scenario.newOrganization(caller);
    Scenario.upload(caller, organization, Scenario.history(5, 1));
    caller.patchJson("/api/v1/organizations/" + organization, "{\"name\": \"Acme\"}").ok();

    assertThat(actions(log)).containsExactly("organization.change", "dataset.upload");
    assertThat(actions(log + "?action=dataset.upload")).containsExactly("dataset.upload");
    assertThat(actions(log + "?limit=1&offset=1")).containsExactly("dataset.upload");
    assertThat(actions(log + "?to=2020-01-01T00:00:00Z")).isEmpty();
    assertThat(actions(log + "?from=2020-01-01T00:00:00Z&principal=anybody")).hasSize(2);
    assertThat(actions(log + "?principal=bob")).isEmpty();
    assertThat(actions(Caller.PREFIX + other + "/audit")).isEmpty();
    assertThat(actions(OF_ALL)).hasSize(4).contains("organization.create");
    assertThat(actions(OF_ALL + "?organization_id=" + organization)).hasSize(2);
    caller.get(log + "?from=yesterday").problem(400);
    for (String action : List.of("Robert'", "dataset.uploaded", "a:%20b")) {
      JsonNode problem = caller.get(log + "?action=" + action).problem(400);
      assertThat(problem.path("errors").get(0).path("field").asString()).isEqualTo("action");
      assertThat(problem.path("detail").asString())
          .startsWith("action: expected one of api_key.create, api_key.revoke, batch.delete,");
    }
    assertThat(actions(log + "?action=model.train")).isEmpty();
    assertThat(
            caller.get(log + "?from=2024-01-02T00:00:00Z&to=2024-01-01T00:00:00Z").wrongFields(400))
        .containsExactly("from");
    caller.get(Caller.PREFIX + "00000000-0000-4000-8000-000000000001/audit").problem(404);
  }

  @Test
  void a_deleted_organization_leaves_its_entries_without_persons() {
    Scenario.upload(caller, organization, Scenario.history(5, 1));
    caller.deleteAs("alice", "/api/v1/organizations/" + organization);

    caller.get(log).problem(404);
    List<JsonNode> left = entries(OF_ALL + "?organization_id=" + organization);
    assertThat(left)
        .extracting(entry -> entry.path("action").asString())
        .containsExactly("organization.delete", "dataset.upload");
    assertThat(left.get(0).path("status").asInt()).isEqualTo(204);
    assertThat(left)
        .allMatch(entry -> entry.path("principal").isNull() && entry.path("address").isNull());
  }

  @Test
  void calls_that_are_refused_for_lack_of_rights_are_told() throws IOException {
    String key = "operator-key-0123456789-0123456789-0123";
    Map<String, String> variables =
        Map.of("CHURN_HOME", folder.toString(), "PORT", "0", "OPERATOR_KEY", key);
    try (var guarded = new ApiInMemory(Settings.from(variables), folder)) {
      var stranger = new Caller(guarded.url());
      stranger.post(Caller.PREFIX + organization + "/train").problem(401);
      stranger.get(Caller.PREFIX + organization + "/models").problem(401);

      List<JsonNode> entries =
          stranger.withHeader(OF_ALL, "X-Api-Key", key).ok().path("entries").valueStream().toList();
      assertThat(entries)
          .extracting(entry -> entry.path("action").asString())
          .containsExactly("read", "model.train");
      assertThat(entries).allMatch(entry -> entry.path("status").asInt() == 401);
      assertThat(entries.get(0).path("organization_id").asString()).isEqualTo(organization);
    }
  }

  @Test
  void a_change_is_not_made_if_it_cannot_be_recorded() throws IOException {
    var changes = new AtomicInteger();
    Churn churn =
        Churn.builder()
            .features(new RfmFeatures())
            .training(new ChurnModelTraining())
            .inMemory(new InMemoryDatabase())
            .auditLog(new UnreachableLog())
            .build();
    var auditing = new Auditing(churn.audit());
    Javalin javalin =
        Javalin.create(
                config -> {
                  RequestLog.register(config);
                  auditing.register(config.routes);
                  Problems.register(config.routes, Hints::of);
                  config.routes.post(
                      Caller.PREFIX + "{org_id}/train",
                      auditing.recorded(Action.MODEL_TRAIN, ctx -> changes.incrementAndGet()));
                })
            .start("127.0.0.1", 0);
    try (churn) {
      new Caller("http://127.0.0.1:" + javalin.port())
          .post(Caller.PREFIX + organization + "/train")
          .problem(503);
    } finally {
      javalin.stop();
    }

    assertThat(changes).hasValue(0);
  }

  @Test
  void every_change_has_an_action_of_its_own_and_every_download_one() {
    List<Routes.Declared> routes = server.declared();
    Set<Action> seen = new HashSet<>();
    for (Routes.Declared route : routes) {
      String what = route.method() + " " + route.path();
      if (!route.method().equals("GET") && route.action() != Action.PREDICT) {
        assertThat(route.action().isRecorded()).as(what).isTrue();
        assertThat(seen.add(route.action())).as(what + " has the action of another").isTrue();
      }
      if (route.method().equals("GET") && givesOutFiles(route.path())) {
        assertThat(route.action().isRecorded()).as(what).isTrue();
      }
    }
    assertThat(Arrays.stream(Action.values()).map(Action::code).collect(Collectors.toSet()))
        .hasSameSizeAs(Action.values());
  }

  private static boolean givesOutFiles(String path) {
    JsonNode operation =
        ApiContract.INSTANCE
            .document()
            .path("paths")
            .path(path.replace("<path>", "{path}").replace("<customer_id>", "{customer_id}"))
            .path("get");
    return path.startsWith("/api/")
        && operation.path("responses").path("200").path("content").properties().stream()
            .anyMatch(type -> !type.getKey().equals("application/json"));
  }

  private List<JsonNode> entries(String path) {
    return caller.get(path).ok().path("entries").valueStream().toList();
  }

  private List<String> actions(String path) {
    return entries(path).stream().map(entry -> entry.path("action").asString()).toList();
  }

  /** The log of a database that cannot be reached. */
  private static final class UnreachableLog implements AuditLog {
    @Override
    public void append(AuditEntry entry) {
      throw unreachable();
    }

    @Override
    public void conclude(UUID entry, AuditEntry.Outcome outcome) {
      throw unreachable();
    }

    @Override
    public Page<AuditEntry> page(AuditFilter filter, PageRequest page) {
      throw unreachable();
    }

    @Override
    public int drop(Instant before, int limit) {
      throw unreachable();
    }

    private static ChurnException unreachable() {
      return new ChurnException(ErrorCode.UNAVAILABLE, "The database cannot be reached");
    }
  }
}
