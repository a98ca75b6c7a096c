package dev.churn.http.bench.year;

import static dev.churn.domain.bench.Report.print;

import dev.churn.http.ChurnServer;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Tests a challenger that is as good as the champion and one that is worse, over four months. The
 * verdicts must tell them apart. A model for another horizon must not be compared at all.
 */
final class ModelTests {
  private static final int MONTHS = 5;

  private final ChurnServer server;
  private final YearLog log;
  private final Expectations expectations;

  ModelTests(ChurnServer server, YearLog log, Expectations expectations) {
    this.server = server;
    this.log = log;
    this.expectations = expectations;
  }

  void play() throws IOException, InterruptedException {
    var api = new YearApi(server, "{\"name\": \"Tests\"}");
    List<LocalDate> ends = ControlYear.ends(MONTHS + 1);
    processed(api, ends.get(0));
    String champion = trained(api, "model_type=logistic_regression");
    String equal = trained(api, "model_type=gradient_boosting");
    String worse = trained(api, "model_type=weka&classifier=DecisionStump");
    api.change("{\"churn_threshold_days\": 60}");
    processed(api, ends.get(0));
    String other = trained(api, "model_type=logistic_regression");
    api.change("{\"churn_threshold_days\": 30}");
    api.put(
        "/deployment",
        """
        {"champion": "%s", "shadows": ["%s"],
         "challengers": [{"model_id": "%s", "share": 0.2}, {"model_id": "%s", "share": 0.2}]}
        """
            .formatted(champion, other, equal, worse));
    for (LocalDate end : ends) {
      String dataset = processed(api, end);
      api.ended(api.post("/datasets/" + dataset + "/score"));
    }
    JsonNode report = api.monitoring(ends.get(MONTHS).toString());
    print(
        "%nA champion, a challenger as good, a worse one, and a shadow for 60 days, over %d months%n",
        MONTHS);
    print("| rival | rows | verdict |%n|---|---:|---|");
    for (JsonNode comparison : report.path("comparisons")) {
      print(
          "| %s, version %d | %d | %s |",
          comparison.path("rival_role").asString(),
          comparison.path("rival_version").asInt(),
          comparison.path("rows").asInt(),
          comparison.path("verdict").asString(comparison.toString()));
    }
    expect(report, equal, "worse", false);
    expect(report, worse, "worse", true);
    expect(report, other, "not comparable", true);
  }

  private void expect(JsonNode report, String rival, String words, boolean wanted) {
    List<String> verdicts =
        report
            .path("comparisons")
            .valueStream()
            .filter(comparison -> comparison.path("rival_id").asString().equals(rival))
            .map(comparison -> comparison.path("verdict").asString(""))
            .toList();
    expectations.expect(
        !verdicts.isEmpty() && verdicts.stream().allMatch(v -> v.contains(words) == wanted),
        "a verdict " + (wanted ? "says " : "does not say ") + words,
        verdicts);
  }

  private String processed(YearApi api, LocalDate end) throws IOException, InterruptedException {
    String dataset = api.upload(log.until(end), "?as_of=" + end);
    JsonNode job = api.ended(api.post("/datasets/" + dataset + "/process-features"));
    expectations.expect(
        job.path("status").asString().equals("completed"), "features are computed", end, job);
    return dataset;
  }

  private static String trained(YearApi api, String query)
      throws IOException, InterruptedException {
    JsonNode started = api.post("/train?" + query);
    api.ended(started);
    return started.path("model_id").asString();
  }
}
