package dev.churn.http.bench.year;

import static dev.churn.domain.bench.Report.print;

import dev.churn.http.ChurnServer;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Uploads a good file each month. No month may be stopped, and monitoring must tell the figures
 * that the simulation gives for the same predictions.
 */
final class ControlYear {
  private static final int WINDOW = 90;

  /** A difference that rounding may make in sums over thousands of rows. */
  private static final double ROUNDING = 1e-9;

  private final ChurnServer server;
  private final YearLog log;
  private final Expectations expectations;
  private final int horizonDays;
  private final List<LocalDate> ends;

  ControlYear(
      ChurnServer server, YearLog log, Expectations expectations, int horizonDays, int months) {
    this.server = server;
    this.log = log;
    this.expectations = expectations;
    this.horizonDays = horizonDays;
    this.ends = ends(months);
  }

  /** {@return the last days of consecutive months} */
  static List<LocalDate> ends(int months) {
    List<LocalDate> ends = new ArrayList<>();
    for (int i = 0; i < months; i++) {
      ends.add(YearMonth.from(YearLog.FIRST_DAY).plusMonths(11L + i).atEndOfMonth());
    }
    return ends;
  }

  void play() throws IOException, InterruptedException {
    var api =
        new YearApi(
            server,
            "{\"name\": \"Control\", \"pipeline\": true, \"churn_threshold_days\": %d}"
                .formatted(horizonDays));
    Map<LocalDate, List<JsonNode>> batches = new LinkedHashMap<>();
    print("%nControl months: a file at the end of each month, horizon %d days%n", horizonDays);
    print("| month | version | activation |%n|---|---:|---|");
    for (LocalDate end : ends) {
      JsonNode dataset = api.pipelineEnded(api.upload(log.until(end), "?as_of=" + end));
      JsonNode steps = dataset.path("pipeline");
      JsonNode model = api.get("/models/" + steps.path(1).path("model_id").asString());
      print(
          "| %s | %d | %s |",
          YearMonth.from(end),
          model.path("version").asInt(),
          model.path("activation").path("reason").asString(""));
      String scored = steps.path(2).path("status").asString();
      expectations.expect(scored.equals("completed"), "a good file is scored", end, steps);
      if (scored.equals("completed")) {
        batches.put(end, api.predictions(steps.path(2).path("batch_id").asString()));
      }
    }
    compare(api.monitoring(ends.get(ends.size() - 1).toString()), batches);
  }

  private void compare(JsonNode report, Map<LocalDate, List<JsonNode>> batches) {
    print(
        "%nMonitoring beside figures recomputed from the simulation%n%n"
            + "| as of | population | rows | ROC AUC | recomputed | log-loss | recomputed |%n"
            + "|---|---|---:|---:|---:|---:|---:|");
    for (Map.Entry<LocalDate, List<JsonNode>> batch : batches.entrySet()) {
      LocalDate end = batch.getKey();
      for (String population : List.of("active", "all")) {
        Measured measured = new Measured();
        for (JsonNode row : batch.getValue()) {
          String customer = row.path("customer_id").asString();
          if (population.equals("all") || log.isActive(customer, end, WINDOW)) {
            measured.add(
                row.path("churn_probability").asDouble(), log.churns(customer, end, horizonDays));
          }
        }
        outcome(report, end, population).ifPresent(told -> compare(told, measured, end));
        boolean closed = !end.plusDays(horizonDays).isAfter(ends.get(ends.size() - 1));
        expectations.expect(
            !closed || outcome(report, end, population).isPresent(),
            "monitoring reports a closed month",
            end,
            population);
      }
    }
  }

  private static Optional<JsonNode> outcome(JsonNode report, LocalDate end, String population) {
    return report
        .path("outcomes")
        .valueStream()
        .filter(outcome -> outcome.path("month").asString().equals(YearMonth.from(end).toString()))
        .filter(outcome -> outcome.path("role").asString().equals("champion"))
        .filter(outcome -> outcome.path("population").asString("all").equals(population))
        .findFirst();
  }

  private void compare(JsonNode told, Measured measured, LocalDate end) {
    print(
        "| %s | %s | %d | %.4f | %.4f | %.4f | %.4f |",
        end,
        told.path("population").asString("all"),
        told.path("rows").asInt(),
        told.path("roc_auc").asDouble(),
        measured.rocAuc(),
        told.path("log_loss").asDouble(),
        measured.logLoss());
    expectations.expect(
        told.path("rows").asInt() == measured.rows()
            && Math.abs(told.path("roc_auc").asDouble() - measured.rocAuc()) < ROUNDING
            && Math.abs(told.path("log_loss").asDouble() - measured.logLoss()) < ROUNDING
            && Math.abs(told.path("churn_rate").asDouble() - measured.churnRate()) < ROUNDING,
        "monitoring is as recomputed",
        end,
        told);
  }
}
