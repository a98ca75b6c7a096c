package dev.churn.http.bench.year;

import static dev.churn.domain.bench.Report.print;

import dev.churn.http.ChurnServer;
import dev.churn.http.bench.year.YearLog.Event;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Activates two models in turn while others ask for predictions. Once an activation has been
 * answered, no prediction may come from the model before.
 */
final class Activations {
  private static final int ACTIVATIONS = 20;
  private static final int PREDICTIONS = 50;
  private static final int ASKING = 3;

  private final ChurnServer server;
  private final YearLog log;
  private final Expectations expectations;

  Activations(ChurnServer server, YearLog log, Expectations expectations) {
    this.server = server;
    this.log = log;
    this.expectations = expectations;
  }

  void play() throws IOException, InterruptedException {
    var api = new YearApi(server, "{\"name\": \"Activations\"}");
    LocalDate end = ControlYear.ends(1).get(0);
    String dataset = api.upload(log.until(end), "?as_of=" + end);
    api.ended(api.post("/datasets/" + dataset + "/process-features"));
    List<String> models = List.of(trained(api), trained(api));
    String question = question("C-00001", end);
    ExecutorService others = Executors.newFixedThreadPool(ASKING);
    var over = new AtomicBoolean();
    int wrong = 0;
    try {
      for (int i = 0; i < ASKING; i++) {
        Future<?> asking = others.submit(() -> ask(api, question, over));
        expectations.expect(!asking.isDone(), "others keep asking");
      }
      for (int i = 0; i < ACTIVATIONS; i++) {
        String model = models.get(i % 2);
        api.post("/models/" + model + "/activate");
        for (int n = 0; n < PREDICTIONS; n++) {
          JsonNode answer = api.post("/predict", question);
          wrong += answer.path("model_id").asString().equals(model) ? 0 : 1;
        }
      }
    } finally {
      over.set(true);
      others.shutdown();
    }
    print(
        "%nPredictions right after an activation that came from the model before: %d of %d",
        wrong, ACTIVATIONS * PREDICTIONS);
    expectations.expect(wrong == 0, "no prediction comes from the model before", wrong);
  }

  private static Void ask(YearApi api, String question, AtomicBoolean over)
      throws IOException, InterruptedException {
    while (!over.get()) {
      api.post("/predict", question);
    }
    return null;
  }

  private static String trained(YearApi api) throws IOException, InterruptedException {
    JsonNode started = api.post("/train?model_type=logistic_regression");
    api.ended(started);
    return started.path("model_id").asString();
  }

  private String question(String customer, LocalDate asOf) {
    String transactions =
        log.eventsOf(customer, asOf).stream()
            .map(Activations::transaction)
            .collect(Collectors.joining(", "));
    return "{\"customer_id\": \"%s\", \"as_of\": \"%s\", \"transactions\": [%s]}"
        .formatted(customer, asOf, transactions);
  }

  private static String transaction(Event event) {
    return String.format(
        Locale.ROOT,
        "{\"event_date\": \"%s\", \"amount\": %.2f, \"event_type\": \"%s\"}",
        event.day(),
        event.amount(),
        event.type());
  }
}
