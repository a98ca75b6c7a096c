package dev.churn.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Classifiers of Weka as models, over HTTP. */
@ExtendWith(RunningServer.Shared.class)
final class WekaModelTest {
  private final RunningServer server;
  private final Caller caller;

  WekaModelTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  private static String train(String organization, String classifier, String options) {
    return Caller.PREFIX
        + organization
        + "/train?model_type=weka&classifier="
        + classifier
        + "&options="
        + URLEncoder.encode(options, UTF_8);
  }

  @Test
  void one_is_trained_described_activated_explained_scored_and_given_out() {
    String organization = server.newOrganization();
    String path = Caller.PREFIX + organization;
    String dataset = Scenario.processed(caller, organization, Scenario.history(200, 1));

    JsonNode started =
        caller.post(train(organization, "NaiveBayes", "-D") + "&calibration=none").ok();
    JsonNode job = Scenario.await(caller, organization, started.path("job_id").asString());
    String model = started.path("model_id").asString();
    JsonNode status = caller.get(path + "/training-status").ok();

    assertThat(started.path("model_description").asString())
        .isEqualTo("weka.classifiers.bayes.NaiveBayes of the Weka library");
    assertThat(started.path("model_options").path("classifier").asString())
        .isEqualTo("weka.classifiers.bayes.NaiveBayes");
    assertThat(job.path("status").asString()).as(job.toString()).isEqualTo("completed");
    assertThat(status.path("model_type").asString()).isEqualTo("weka");
    assertThat(status.path("model_description").asString())
        .isEqualTo("Weka's NaiveBayes with -D on the features");
    assertThat(status.path("roc_auc").asDouble()).isGreaterThan(0.5);
    assertThat(status.path("verdict").path("text").asString()).isNotBlank();
    assertThat(status.path("parameters").path("weka_version").asString()).startsWith("3.8");

    caller.post(path + "/models/" + model + "/activate").ok();
    JsonNode predicted =
        caller
            .postJson(
                path + "/predict?explain=true",
                "{\"customer_id\": \"C-1\", \"as_of\": \"2024-07-01\","
                    + " \"transactions\": [{\"event_date\": \"2024-06-20\"}]}")
            .ok();
    assertThat(predicted.path("model_id").asString()).isEqualTo(model);
    assertThat(predicted.path("explanation").path("reasons").size()).isPositive();
    JsonNode batch =
        Scenario.awaitBatch(
            caller, organization, caller.post(path + "/datasets/" + dataset + "/score").accepted());
    assertThat(batch.path("status").asString()).isEqualTo("completed");

    Response file = caller.get(path + "/models/" + model + "/weka");
    assertThat(file.status()).isEqualTo(200);
    assertThat(file.header("Content-Disposition"))
        .isEqualTo("attachment; filename=\"NaiveBayes.model\"");
    assertThat(file.bytes()).startsWith(0xAC, 0xED); // a stream of Java objects, as Weka expects
  }

  @Test
  void a_feature_table_is_given_out_as_arff() {
    String organization = server.newOrganization();
    String dataset = Scenario.processed(caller, organization, Scenario.history(60, 1));
    String path = Caller.PREFIX + organization + "/datasets/" + dataset + "/arff";
    JsonNode table = caller.get(Caller.PREFIX + organization + "/datasets/" + dataset).ok();
    JsonNode features =
        caller
            .get(
                Caller.PREFIX
                    + organization
                    + "/datasets/"
                    + table.path("features_dataset_id").asString())
            .ok();

    List<String> lines = caller.get(path).text().lines().toList();
    List<String> withIds = caller.get(path + "?customer_ids=true").text().lines().toList();
    String day = features.path("as_of_dates").path(0).asString();
    List<String> ofDay = caller.get(path + "?as_of=" + day).text().lines().toList();
    String derived = caller.get(path + "?inputs=derived").text();

    assertThat(lines).startsWith("@relation 'customers'", "", "@attribute 'recency_score' numeric");
    assertThat(lines).contains("@attribute 'outcome' {'churned','stayed'}");
    long rows = features.path("row_count").asLong();
    assertThat(lines.subList(lines.indexOf("@data") + 1, lines.size())).hasSize((int) rows);
    assertThat(withIds).contains("@attribute 'customer_id' string");
    assertThat(withIds.get(withIds.indexOf("@data") + 1)).startsWith("'C-0");
    assertThat(ofDay.size()).isLessThan(lines.size());
    assertThat(ofDay.get(ofDay.size() - 1)).endsWith(",?");
    assertThat(derived).contains("@attribute 'log_silent' numeric");
    assertThat(caller.get(path + "?as_of=2020-01-01").wrongFields(422)).containsExactly("as_of");
    assertThat(caller.get(path + "?inputs=all").wrongFields(400)).containsExactly("inputs");
  }

  @Test
  void the_types_that_can_be_trained_are_listed() {
    String organization = server.newOrganization();

    JsonNode types = caller.get(Caller.PREFIX + organization + "/model-types").ok();

    assertThat(
            types.path("model_types").valueStream().map(type -> type.path("model_type").asString()))
        .containsExactly(
            "logistic_regression", "random_forest", "gradient_boosting", "weka", "auto");
    assertThat(types.path("model_types").path(3).path("classifiers").size()).isGreaterThan(40);
  }

  @Test
  void what_cannot_be_trained_is_refused_in_words() {
    String organization = server.newOrganization();
    Scenario.processed(caller, organization, Scenario.history(60, 1));

    assertThat(detail(train(organization, "SerializedClassifier", ""), 422))
        .contains("SerializedClassifier");
    assertThat(detail(train(organization, "J48", "-C nonsense"), 422)).contains("Weka says");
    assertThat(detail(train(organization, "Vote", "-P /etc/passwd"), 422)).contains("-P");
    assertThat(detail(train(organization, "BayesNet", "-B /etc/passwd"), 422)).contains("-B");
    assertThat(detail(Caller.PREFIX + organization + "/train?model_type=weka", 400))
        .contains("classifier");
    assertThat(detail(Caller.PREFIX + organization + "/train?model_type=nonsense", 400))
        .contains("expected one of logistic_regression");
    assertThat(
            detail(
                Caller.PREFIX + organization + "/train?model_type=random_forest&options=-I", 400))
        .contains("expected no options");
    assertThat(caller.get(Caller.PREFIX + organization + "/models").ok().path("total").asInt())
        .isZero();
  }

  private String detail(String path, int status) {
    return caller.post(path).problem(status).path("detail").asString();
  }

  @Test
  void a_model_of_our_own_has_no_file_of_weka() {
    String organization = server.newOrganization();
    Scenario.processed(caller, organization, Scenario.history(120, 1));
    JsonNode job = Scenario.train(caller, organization, "logistic_regression");
    String model = job.path("model_id").asString();

    JsonNode problem =
        caller.get(Caller.PREFIX + organization + "/models/" + model + "/weka").problem(422);

    assertThat(problem.path("detail").asString()).contains("found type logistic_regression");
    assertThat(
            caller
                .get(Caller.PREFIX + organization + "/training-status")
                .ok()
                .path("model_description")
                .asString())
        .contains("MBG/NBD");
  }

  @Test
  void a_slow_training_is_canceled() {
    String organization = server.newOrganization();
    Scenario.processed(caller, organization, Scenario.history(300, 1));
    JsonNode started = caller.post(train(organization, "MultilayerPerceptron", "-N 10000000")).ok();
    String job = Caller.PREFIX + organization + "/jobs/" + started.path("job_id").asString();

    Response canceled = caller.method("DELETE", job);

    assertThat(canceled.status()).isIn(200, 202);
    JsonNode ended = Scenario.await(caller, organization, started.path("job_id").asString());
    assertThat(ended.path("status").asString()).isEqualTo("canceled");
    assertThat(
            caller
                .get(Caller.PREFIX + organization + "/training-status")
                .ok()
                .path("error_message")
                .asString())
        .startsWith("Canceled");
  }
}
