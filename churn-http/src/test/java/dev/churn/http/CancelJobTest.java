package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.http.Caller.Form;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Background work that is no longer wanted can be canceled, and started again. */
@ExtendWith(RunningServer.Shared.class)
final class CancelJobTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What a running job may take to end on a machine that does much else. */
  private static final Duration A_FEW_SECONDS = Duration.ofSeconds(10);

  private final RunningServer server;
  private final Caller caller;

  CancelJobTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  private String jobs(String organization, String job) {
    return Caller.PREFIX + organization + "/jobs/" + job;
  }

  private static String status(JsonNode view) {
    return view.path("status").asString();
  }

  /** {@return what lies at a path once it is as it should be} */
  private JsonNode awaitThat(String path, Duration patience, Predicate<JsonNode> condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      JsonNode view = caller.get(path).ok();
      if (condition.test(view)) {
        return view;
      }
      assertThat(System.nanoTime()).as("%s: %s", path, view).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private JsonNode awaitRunning(String path) {
    return awaitThat(
        path,
        PATIENCE,
        view -> status(view).equals("running") && view.path("progress").asDouble() > 0.05);
  }

  /** {@return the id of one whose trainings take seconds} */
  private String organizationWithMuchToLearn() {
    String organization = server.newOrganization();
    Scenario.processed(caller, organization, Scenario.history(2_000, 3));
    return organization;
  }

  private String train(String path) {
    return caller.post(path + "/train?model_type=gradient_boosting").ok().path("job_id").asString();
  }

  @Test
  void a_running_training_is_interrupted_and_one_that_waits_is_canceled_at_once() {
    String organization = organizationWithMuchToLearn();
    String path = Caller.PREFIX + organization;
    String running = train(path);
    String waiting =
        caller.post(path + "/train?model_type=random_forest").ok().path("job_id").asString();
    awaitRunning(jobs(organization, running));

    JsonNode canceled = caller.deleteAs("alice", jobs(organization, waiting)).ok();
    assertThat(status(canceled)).isEqualTo("canceled");
    assertThat(canceled.path("message").asString()).isEqualTo("Canceled by alice");
    assertThat(canceled.path("canceled_by").asString()).isEqualTo("alice");
    assertThat(canceled.path("finished_at").isNull()).isFalse();
    assertThat(canceled.path("error_message").isNull()).isTrue();
    assertThat(caller.get(jobs(organization, waiting)).ok()).isEqualTo(canceled);

    JsonNode canceling = caller.deleteAs("bob", jobs(organization, running)).accepted();
    assertThat(status(canceling)).isEqualTo("running");
    assertThat(canceling.path("message").asString()).isEqualTo("Canceling");
    assertThat(canceling.path("cancel_requested_at").isNull()).isFalse();
    JsonNode ended =
        awaitThat(
            jobs(organization, running), A_FEW_SECONDS, view -> !status(view).equals("running"));
    assertThat(status(ended)).isEqualTo("canceled");
    assertThat(ended.path("message").asString()).isEqualTo("Canceled by bob");

    JsonNode again = caller.delete(jobs(organization, running)).ok();
    assertThat(again).isEqualTo(ended);

    JsonNode training = caller.get(path + "/training-status").ok();
    assertThat(status(training)).isEqualTo("failed");
    assertThat(training.path("error_message").asString()).isEqualTo("Canceled by alice");
    JsonNode models = caller.get(path + "/models").ok().path("models");
    assertThat(models.size()).isEqualTo(2);
    assertThat(models.path(1).path("error_message").asString()).isEqualTo("Canceled by bob");
    assertThat(server.storedFiles().keySet())
        .noneMatch(file -> file.contains(organization) && file.endsWith(".model"));

    // the threads and connections of the server are as good as before
    Scenario.processed(caller, organization, Scenario.history(60, 1));
    assertThat(status(Scenario.train(caller, organization, "logistic_regression")))
        .isEqualTo("completed");
  }

  @Test
  void a_dataset_stands_where_it_stood_and_can_be_processed_again() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String dataset = Scenario.upload(caller, organization, Scenario.history(5_000, 5));
    String processing = path + "/datasets/" + dataset + "/process-features";
    String job = caller.post(processing).ok().path("job_id").asString();

    Response answer = caller.delete(jobs(organization, job));
    assertThat(answer.status()).isIn(200, 202);
    JsonNode ended = Scenario.await(caller, organization, job);

    assertThat(status(ended)).isEqualTo("canceled");
    JsonNode raw = caller.get(path + "/datasets/" + dataset).ok();
    assertThat(status(raw)).isEqualTo("uploaded");
    assertThat(raw.path("error_message").isNull()).isTrue();
    assertThat(server.storedFiles().keySet())
        .noneMatch(file -> file.contains(organization) && file.contains("features_"));
    assertThat(server.unfinishedFiles()).noneMatch(file -> file.endsWith(".csv"));

    String second = caller.post(processing).ok().path("job_id").asString();
    assertThat(second).isNotEqualTo(job);
    assertThat(status(Scenario.await(caller, organization, second))).isEqualTo("completed");
    assertThat(status(caller.get(path + "/datasets/" + dataset).ok())).isEqualTo("ready");
  }

  @Test
  void the_steps_after_a_canceled_one_do_not_start() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String dataset =
        caller
            .upload(organization, "?pipeline=true", Form.file(Scenario.history(4_000, 7)))
            .ok()
            .path("dataset_id")
            .asString();
    JsonNode training =
        awaitThat(
            path + "/datasets/" + dataset,
            PATIENCE,
            view -> status(view.path("pipeline").path(1)).equals("running"));
    String job = training.path("pipeline").path(1).path("job_id").asString();

    caller.delete(jobs(organization, job)).accepted();
    assertThat(status(Scenario.await(caller, organization, job))).isEqualTo("canceled");

    JsonNode steps = caller.get(path + "/datasets/" + dataset).ok().path("pipeline");
    assertThat(status(steps.path(0))).isEqualTo("completed");
    assertThat(status(steps.path(1))).isEqualTo("failed");
    assertThat(steps.path(1).path("message").asString()).isEqualTo("Canceled");
    assertThat(status(steps.path(2))).isEqualTo("skipped");
    assertThat(steps.path(2).path("message").asString()).isEqualTo("The step train was canceled");
  }

  @Test
  void a_canceled_batch_has_failed_and_left_nothing() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String dataset = Scenario.processed(caller, organization, Scenario.history(600, 9));
    assertThat(status(Scenario.train(caller, organization, "logistic_regression")))
        .isEqualTo("completed");
    JsonNode first = caller.post(path + "/datasets/" + dataset + "/score").accepted();
    JsonNode second = caller.post(path + "/datasets/" + dataset + "/score").accepted();
    String job = second.path("job_id").asString();

    caller.deleteAs("alice", jobs(organization, job));
    assertThat(status(Scenario.await(caller, organization, job))).isEqualTo("canceled");

    String batch = second.path("batch_id").asString();
    JsonNode view = caller.get(path + "/prediction-batches/" + batch).ok();
    assertThat(status(view)).isEqualTo("failed");
    assertThat(view.path("error_message").asString()).isEqualTo("Canceled by alice");
    assertThat(server.storedFiles().keySet()).noneMatch(file -> file.contains(batch));
    assertThat(status(Scenario.awaitBatch(caller, organization, first))).isEqualTo("completed");
  }

  @Test
  void what_has_ended_or_is_not_there_cannot_be_canceled() {
    String organization = server.newOrganization();
    String dataset = Scenario.upload(caller, organization, Scenario.history(50, 1));
    String job =
        caller
            .post(Caller.PREFIX + organization + "/datasets/" + dataset + "/process-features")
            .ok()
            .path("job_id")
            .asString();
    JsonNode completed = Scenario.await(caller, organization, job);
    assertThat(status(completed)).isEqualTo("completed");

    assertThat(caller.delete(jobs(organization, job)).problem(409).path("detail").asString())
        .isEqualTo("Job %s has completed already; there is nothing to cancel", job);
    assertThat(caller.get(jobs(organization, job)).ok()).isEqualTo(completed);
    caller.delete(jobs(server.newOrganization(), job)).problem(404);
    caller.delete(jobs(organization, UUID.randomUUID().toString())).problem(404);
    caller.delete(jobs(UUID.randomUUID().toString(), job)).problem(404);
    assertThat(caller.delete(jobs(organization, "no-uuid")).wrongFields(400)).contains("job_id");
    assertThat(caller.delete(jobs(organization, job) + "?force=true").wrongFields(400))
        .containsExactly("force");
  }

  @Test
  void a_job_of_another_organization_goes_on() {
    String organization = organizationWithMuchToLearn();
    String job = train(Caller.PREFIX + organization);

    caller.delete(jobs(server.newOrganization(), job)).problem(404);

    assertThat(caller.get(jobs(organization, job)).ok().path("cancel_requested_at").isNull())
        .isTrue();
    caller.delete(jobs(organization, job));
    assertThat(status(Scenario.await(caller, organization, job))).isEqualTo("canceled");
  }
}
