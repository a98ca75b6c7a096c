package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What is kept of models, over HTTP. */
@ExtendWith(RunningServer.Shared.class)
final class RegistryTest {
  private final RunningServer server;
  private final Caller caller;

  RegistryTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  @Test
  void the_best_of_all_types_can_be_asked_for() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    Scenario.processed(caller, organization, Scenario.history(120, 1));

    JsonNode started = caller.post(path + "/train?model_type=auto").ok();
    assertThat(started.path("model_type").asString()).isEqualTo("auto");
    JsonNode job = Scenario.await(caller, organization, started.path("job_id").asString());
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");

    JsonNode model = caller.get(path + "/models/" + started.path("model_id").asString()).ok();
    JsonNode status = caller.get(path + "/training-status").ok();
    for (JsonNode view : new JsonNode[] {model, status}) {
      assertThat(view.path("requested_model_type").asString()).isEqualTo("auto");
      assertThat(view.path("model_type").asString())
          .isIn("logistic_regression", "random_forest", "gradient_boosting");
    }
  }

  private String trained(String organization) {
    JsonNode job = Scenario.train(caller, organization, "logistic_regression");
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");
    return job.path("model_id").asString();
  }

  private Response predict(String organization, String customer) {
    return caller.postJson(
        Caller.PREFIX + organization + "/predict",
        "{\"customer_id\": \"%s\", \"transactions\": [{\"event_date\": \"2024-06-20\"}]}"
            .formatted(customer));
  }

  private List<String> history(String organization) {
    return caller
        .get(Caller.PREFIX + organization + "/model-activations")
        .ok()
        .path("model_activations")
        .valueStream()
        .map(entry -> entry.path("model_id").asString())
        .toList();
  }

  @Test
  void a_model_tells_where_it_comes_from_and_who_wanted_it() throws NoSuchAlgorithmException {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String csv = Scenario.history(150, 1);
    String dataset = Scenario.processed(caller, organization, csv);

    JsonNode started = caller.postAs("ada@acme.test", path + "/train").ok();
    Scenario.await(caller, organization, started.path("job_id").asString());

    JsonNode model = caller.get(path + "/models/" + started.path("model_id").asString()).ok();
    JsonNode provenance = model.path("provenance");
    assertThat(provenance.path("raw_dataset_id").asString()).isEqualTo(dataset);
    assertThat(provenance.path("raw_sha256").asString())
        .isEqualTo(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(csv.getBytes(StandardCharsets.UTF_8))));
    assertThat(provenance.path("features_dataset_id")).isEqualTo(model.path("dataset_id"));
    assertThat(provenance.path("requested_by").asString()).isEqualTo("ada@acme.test");
    assertThat(provenance.path("judged_on").size()).isEqualTo(1);
    assertThat(provenance.path("learned_from").path(0))
        .isEqualTo(provenance.path("judged_on").path(0));
    assertThat(provenance.path("learned_from").size()).isGreaterThan(1);
    assertThat(provenance.path("program_version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(provenance.path("libraries").has("java")).isTrue();
    assertThat(model.path("activation").path("activated").asBoolean()).isTrue();
    assertThat(model.path("activation").path("reason").asString())
        .startsWith("activated: no other model is active, ");
    assertThat(model.path("serving").asBoolean()).isTrue();
    assertThat(caller.postAs("x".repeat(201), path + "/train").wrongFields(400))
        .containsExactly("X-Forwarded-User");
  }

  @Test
  void two_trainings_of_one_dataset_give_the_same_model_and_the_first_stays() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    Scenario.processed(caller, organization, Scenario.history(150, 1));

    String first = trained(organization);
    String second = trained(organization);

    JsonNode one = caller.get(path + "/models/" + first).ok();
    JsonNode two = caller.get(path + "/models/" + second).ok();
    assertThat(two.path("provenance").path("model_sha256"))
        .isEqualTo(one.path("provenance").path("model_sha256"));
    assertThat(two.path("activation").path("reason").asString())
        .startsWith(
            "not activated: practically equal to version 1, which stays. Both predicted the same")
        .contains(
            " (version 1 as it was before it learned what they did); the new one differs in ROC AUC"
                + " by .000 ± .000, log-loss by .000 ± .000 ");
    JsonNode comparison = two.path("activation").path("comparison");
    assertThat(comparison.path("version").asInt()).isEqualTo(1);
    assertThat(comparison.path("comparable").asBoolean()).isTrue();
    assertThat(comparison.path("basis").asString()).isEqualTo("as_evaluated");
    assertThat(comparison.path("verdict").asString()).isEqualTo("equal");
    assertThat(comparison.path("log_loss_difference").asDouble()).isZero();
    assertThat(comparison.path("customers")).isEqualTo(two.path("test_samples"));
    assertThat(one.path("activation").path("comparison").isNull()).isTrue();
    assertThat(one.path("standing").path("state").asString()).isEqualTo("active");
    assertThat(two.path("standing").path("state").asString()).isEqualTo("candidate");
    JsonNode status = caller.get(path + "/training-status").ok();
    assertThat(status.path("model_id").asString()).isEqualTo(second);
    assertThat(status.path("active").asBoolean()).isFalse();
    assertThat(status.path("serving").asBoolean()).isFalse();
    assertThat(status.path("active_version").asInt()).isEqualTo(1);
    assertThat(status.path("active_model_id").asString()).isEqualTo(first);
    assertThat(status.path("activation")).isEqualTo(two.path("activation"));

    caller.postAs("ada", path + "/models/" + second + "/activate").ok();
    assertThat(history(organization)).containsExactly(second, first);
    JsonNode replaced = caller.get(path + "/models/" + first).ok().path("standing");
    assertThat(replaced.path("state").asString()).isEqualTo("replaced");
    assertThat(replaced.path("replaced_by_version").asInt()).isEqualTo(2);
    assertThat(replaced.path("replaced_because").asString()).isEqualTo("activated by hand");
    assertThat(replaced.path("activation_reason").asString()).startsWith("activated: no other");
    JsonNode active = caller.get(path + "/deployment").ok().path("champion_standing");
    assertThat(active.path("state").asString()).isEqualTo("active");
    assertThat(active.path("activated_by").asString()).isEqualTo("ada");
    assertThat(caller.get(path + "/training-status").ok().path("standing")).isEqualTo(active);

    JsonNode back = caller.postAs("grace", path + "/models/" + first + "/activate").ok();
    assertThat(back.path("active").asBoolean()).isTrue();
    assertThat(predict(organization, "C-1").ok().path("model_version").asInt()).isEqualTo(1);
    caller.post(path + "/models/" + first + "/activate").ok();
    assertThat(history(organization)).containsExactly(first, second, first);
    JsonNode latest =
        caller.get(path + "/model-activations?limit=1").ok().path("model_activations").path(0);
    assertThat(latest.path("activated_by").asString()).isEqualTo("grace");
    assertThat(latest.path("reason").asString()).isEqualTo("activated by hand");
    assertThat(latest.path("previous_model_id").asString()).isEqualTo(second);
  }

  @Test
  void a_model_of_noise_serves_only_if_somebody_says_so() {
    var csv = new StringBuilder("customer_id,event_date\n");
    var random = new Random(5);
    for (int i = 0; i < 16_000; i++) {
      csv.append(
          "N-%d,%s%n".formatted(random.nextInt(2000), Scenario.END.minusDays(random.nextInt(240))));
    }
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    Scenario.processed(caller, organization, csv.toString());
    String model = trained(organization);

    JsonNode view = caller.get(path + "/models/" + model).ok();
    assertThat(view.path("active").asBoolean()).isFalse();
    assertThat(view.path("activation").path("reason").asString())
        .startsWith("not activated: ")
        .endsWith("do not deploy");
    assertThat(history(organization)).isEmpty();
    assertThat(caller.get(path + "/deployment").ok().path("champion").isNull()).isTrue();
    assertThat(predict(organization, "C-1").problem(404).path("detail").asString())
        .contains("version 1 was trained but not activated")
        .contains("do not deploy")
        .endsWith("by hand: POST " + path + "/models/" + model + "/activate");
    caller.post(path + "/models/" + model + "/activate").ok();
    assertThat(predict(organization, "C-1").ok().path("model_id").asString()).isEqualTo(model);
  }

  @Test
  void several_models_serve_one_organization_each_its_customers() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    Scenario.processed(caller, organization, Scenario.history(120, 1));
    String champion = trained(organization);
    String challenger = trained(organization);
    String shadow = trained(organization);
    String wish =
        """
        {"champion": "%s", "challengers": [{"model_id": "%s", "share": 0.4}], "shadows": ["%s"]}
        """
            .formatted(champion, challenger, shadow);

    JsonNode deployed = caller.putJson(path + "/deployment", wish).ok();

    assertThat(caller.get(path + "/deployment").ok()).isEqualTo(deployed);
    assertThat(deployed.path("champion").asString()).isEqualTo(champion);
    assertThat(deployed.path("answering").asString()).isEqualTo(champion);
    assertThat(deployed.path("challengers").path(0).path("share").asDouble()).isEqualTo(0.4);
    assertThat(deployed.path("shadows").path(0).asString()).isEqualTo(shadow);
    int challenged = 0;
    for (int i = 0; i < 40; i++) {
      JsonNode answer = predict(organization, "CUST-" + i).ok();
      boolean isChallenger = answer.path("model_role").asString().equals("challenger");
      assertThat(answer.path("model_id").asString())
          .isEqualTo(isChallenger ? challenger : champion);
      challenged += isChallenger ? 1 : 0;
    }
    assertThat(challenged).isBetween(5, 30);

    String other = Caller.PREFIX + server.newOrganization();
    caller.post(other + "/models/" + champion + "/activate").problem(404);
    assertThat(caller.putJson(other + "/deployment", wish).wrongFields(422))
        .containsExactlyInAnyOrder("champion", "challengers[0].model_id", "shadows[0]");
    assertThat(caller.get(other + "/model-activations").ok().path("total").asLong()).isZero();
    assertThat(caller.get(path + "/deployment").ok()).isEqualTo(deployed);
  }

  @Test
  void a_deployment_that_cannot_be_read_or_used_is_refused_with_all_that_is_wrong() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization + "/deployment";
    Scenario.processed(caller, organization, Scenario.history(100, 1));
    String model = trained(organization);

    assertThat(caller.putJson(path, "{}").wrongFields(400)).containsExactly("champion");
    assertThat(
            caller
                .putJson(
                    path,
                    """
                    {"champion": "x", "challengers": [{"share": "half"}, 3],
                     "shadows": ["y"], "owner": 1}
                    """)
                .wrongFields(400))
        .containsExactlyInAnyOrder(
            "owner",
            "champion",
            "challengers[0].model_id",
            "challengers[0].share",
            "challengers[1]",
            "shadows[0]");
    assertThat(
            caller
                .putJson(
                    path,
                    """
                    {"champion": "%s", "challengers": [{"model_id": "%s", "share": 1}]}
                    """
                        .formatted(model, model))
                .wrongFields(422))
        .containsExactlyInAnyOrder("challengers[0].share", "challengers[0].model_id");
    caller.putJson(path.replace(organization, UUID.randomUUID().toString()), "{}").problem(404);
    caller.get(path.replace(organization, UUID.randomUUID().toString())).problem(404);
    String unknown = Caller.PREFIX + organization + "/models/" + UUID.randomUUID();
    caller.post(unknown + "/activate").problem(404);
  }
}
