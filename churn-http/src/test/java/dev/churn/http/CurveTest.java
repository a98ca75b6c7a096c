package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Curves of silence, over HTTP. */
class CurveTest {
  private static final String CSV = Scenario.history(190, 4);

  private static ApiInMemory api;
  private static Caller caller;
  private static String path;

  @BeforeAll
  static void an_organization_with_a_model(@TempDir Path folder) throws IOException {
    api = ApiInMemory.start(folder, InstantSource.fixed(Instant.parse("2024-07-01T12:00:00Z")));
    caller = new Caller(api.url());
    path = organization(CSV, "");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String organization(String csv, String query) {
    String organization = Scenario.newOrganization(caller);
    String made = Caller.PREFIX + organization;
    String dataset =
        caller
            .postForm(made + "/upload-dataset" + query, Form.file(csv))
            .ok()
            .path("dataset_id")
            .asString();
    caller.post(made + "/datasets/" + dataset + "/process-features").ok();
    api.runJobs();
    caller.post(made + "/train?model_type=gradient_boosting").ok();
    api.runJobs();
    String model =
        caller.get(made + "/models").ok().path("models").path(0).path("model_id").asString();
    caller.post(made + "/models/" + model + "/activate").ok();
    return made;
  }

  private static JsonNode predict(String organization, String customer, String query) {
    String transactions =
        CSV.lines()
            .skip(1)
            .map(line -> line.split(",", -1))
            .filter(cells -> cells[0].equals(customer))
            .map(
                cells ->
                    "{\"event_date\": \"%s\", \"amount\": %s, \"event_type\": \"%s\"}"
                        .formatted(cells[1], cells[2], cells[3]))
            .collect(Collectors.joining(","));
    return caller
        .postJson(
            organization + "/predict" + query,
            "{\"customer_id\": \"%s\", \"as_of\": \"%s\", \"transactions\": [%s]}"
                .formatted(customer, Scenario.END, transactions))
        .ok();
  }

  @Test
  void predict_has_a_curve_through_its_answer_if_asked() {
    JsonNode plain = predict(path, "C-0007", "");
    JsonNode curved = predict(path, "C-0007", "?curve=true");

    assertThat(plain.has("curve")).isFalse();
    assertThat(predict(path, "C-0007", "?curve=false")).isEqualTo(plain);
    plain.propertyNames().forEach(f -> assertThat(curved.path(f)).isEqualTo(plain.path(f)));
    assertThat(curved.path("curve_note").isNull()).isTrue();
    List<Integer> days = new ArrayList<>();
    double last = 1;
    for (JsonNode point : curved.path("curve")) {
      days.add(point.path("days").asInt());
      assertThat(point.path("probability").asDouble()).isLessThanOrEqualTo(last);
      last = point.path("probability").asDouble();
      if (point.path("days").asInt() == 30) {
        assertThat(point.path("probability")).isEqualTo(plain.path("churn_probability"));
      }
    }
    // the earliest snapshot is 90 days after the first event, 130 before the last
    assertThat(days).containsExactly(7, 14, 30, 60, 90);
    JsonNode both = predict(path, "C-0007", "?curve=true&explain=true");
    assertThat(both.path("curve")).isEqualTo(curved.path("curve"));
    assertThat(both.path("explanation").path("reasons").isEmpty()).isFalse();
    assertThat(caller.postJson(path + "/predict?curve=perhaps", "{}").wrongFields(400))
        .containsExactly("curve");
  }

  @Test
  void a_batch_file_has_the_curves_of_all_customers() {
    JsonNode started = caller.postForm(path + "/predict-bulk", Form.file(CSV)).accepted();
    api.runJobs();
    String url =
        caller
            .get(path + "/prediction-batches/" + started.path("batch_id").asString())
            .ok()
            .path("output_file_url")
            .asString();
    List<String> lines = caller.get(url).text().lines().toList();

    assertThat(lines.get(0))
        .endsWith(",silence_7,silence_14,silence_30,silence_60,silence_90,silence_180");
    assertThat(lines.size()).isGreaterThan(100);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      int first = cells.length - 6;
      assertThat(cells[cells.length - 1]).isEmpty();
      assertThat(Double.parseDouble(cells[first + 2]))
          .isEqualTo(Double.parseDouble(cells[2]), within(0.00005));
      for (int i = first + 1; i < cells.length - 1; i++) {
        assertThat(Double.parseDouble(cells[i]))
            .isLessThanOrEqualTo(Double.parseDouble(cells[i - 1]));
      }
      if (line.startsWith("C-0007,")) {
        JsonNode curve = predict(path, "C-0007", "?curve=true").path("curve");
        assertThat(Double.parseDouble(cells[first]))
            .isEqualTo(curve.path(0).path("probability").asDouble(), within(0.00005));
      }
    }
  }

  @Test
  void a_model_of_labels_in_a_file_has_no_curve_and_says_so() {
    String labeled =
        CSV.lines()
            .map(
                line ->
                    line.startsWith("customer_id")
                        ? line + ",churn_label"
                        : line + (line.charAt(5) % 3 == 0 ? ",1" : ",0"))
            .collect(Collectors.joining("\n"));
    String organization = organization(labeled, "?has_churn_label=true");

    JsonNode curved = predict(organization, "C-0007", "?curve=true");

    assertThat(curved.path("curve").isNull()).isTrue();
    assertThat(curved.path("curve_note").asString())
        .contains("labels of a file", "train a new model");
  }
}
