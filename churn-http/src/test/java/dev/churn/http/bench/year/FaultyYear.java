package dev.churn.http.bench.year;

import static dev.churn.domain.bench.Report.print;

import dev.churn.http.ChurnServer;
import dev.churn.http.bench.year.YearLog.Event;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Uploads a file with a fault before the good file of each month. Each fault must stop the pipeline
 * before a model is activated and customers are scored; no good file may be stopped.
 */
final class FaultyYear {
  private static final int GOOD_MONTHS = 3;

  private final ChurnServer server;
  private final YearLog log;
  private final Expectations expectations;

  FaultyYear(ChurnServer server, YearLog log, Expectations expectations) {
    this.server = server;
    this.log = log;
    this.expectations = expectations;
  }

  /** A way in which a file can be wrong. */
  private record Fault(String name, Maker maker) {}

  /** Makes the file of a month. */
  @FunctionalInterface
  private interface Maker {
    String file(LocalDate end);
  }

  private List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    faults.add(new Fault("an earlier month's file", end -> log.until(end.minusDays(61))));
    faults.add(
        new Fault(
            "the file of one branch",
            end -> log.file(end, all -> all.filter(event -> event.customer().endsWith("7")))));
    faults.add(
        new Fault(
            "the last two months only",
            end -> log.file(end, all -> all.filter(e -> e.day().isAfter(end.minusDays(61))))));
    faults.add(
        new Fault(
            "an event type renamed", end -> log.file(end, all -> all.map(FaultyYear::renamed))));
    faults.add(
        new Fault(
            "an event type gone",
            end -> log.file(end, all -> all.filter(event -> !event.type().equals("login")))));
    faults.add(
        new Fault(
            "days missing before the end",
            end ->
                log.file(
                    end,
                    all ->
                        all.filter(
                            e -> e.day().equals(end) || e.day().isBefore(end.minusDays(9))))));
    faults.add(
        new Fault(
            "one stray row 25 days late",
            end ->
                log.file(
                    end.minusDays(25),
                    all ->
                        Stream.concat(all, Stream.of(new Event("C-00001", end, 12, "purchase"))))));
    faults.add(
        new Fault(
            "four fifths of the last month lost",
            end ->
                log.file(
                    end,
                    all ->
                        all.filter(
                            e ->
                                e.day().isBefore(end.minusDays(29))
                                    || (e.customer() + e.day()).hashCode() % 5 == 0))));
    return faults;
  }

  private static Event renamed(Event event) {
    return event.type().equals("purchase") ? event.withType("order") : event;
  }

  void play() throws IOException, InterruptedException {
    var api = new YearApi(server, "{\"name\": \"Faulty\", \"pipeline\": true}");
    List<Fault> faults = faults();
    List<LocalDate> ends = ControlYear.ends(GOOD_MONTHS + faults.size());
    for (int month = 0; month < GOOD_MONTHS; month++) {
      good(api, ends.get(month));
    }
    print("%nFiles with a fault, each before the good file of its month%n");
    print("| fault | stopped by |%n|---|---|");
    for (int i = 0; i < faults.size(); i++) {
      LocalDate end = ends.get(GOOD_MONTHS + i);
      Fault fault = faults.get(i);
      String before = champion(api);
      JsonNode steps = api.pipelineEnded(api.upload(fault.maker().file(end), "")).path("pipeline");
      print("| %s | %s |", fault.name(), stop(steps));
      expectations.expect(
          !steps.path(2).path("status").asString().equals("completed"),
          "a file with a fault is not scored",
          fault.name(),
          steps);
      expectations.expect(
          champion(api).equals(before), "the same model serves after a fault", fault.name());
      good(api, end);
    }
  }

  private void good(YearApi api, LocalDate end) throws IOException, InterruptedException {
    JsonNode steps =
        api.pipelineEnded(api.upload(log.until(end), "?as_of=" + end)).path("pipeline");
    expectations.expect(
        steps.path(2).path("status").asString().equals("completed"),
        "a good file is scored",
        end,
        steps);
  }

  private static String champion(YearApi api) throws IOException, InterruptedException {
    return api.get("/deployment").path("champion").asString("");
  }

  private static String stop(JsonNode steps) {
    for (JsonNode step : steps) {
      if (!step.path("status").asString().equals("completed")) {
        return step.path("step").asString() + ": " + step.path("message").asString();
      }
    }
    return "nothing";
  }
}
