package dev.churn.http.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Prints how good trained models are, and which of them answers. */
final class ModelReport {
  private final List<JsonNode> models;

  /**
   * @param models at least one, as the API shows them
   */
  ModelReport(List<JsonNode> models) {
    this.models = List.copyOf(models);
  }

  void print(PrintStream out) {
    printMetrics(out);
    printActivations(out);
  }

  private void printMetrics(PrintStream out) {
    JsonNode any = models.get(0);
    out.println();
    out.printf(
        Locale.ROOT,
        "  Evaluated on %,d %scustomers on a later day than those learned from; %.0f %% of them"
            + " churned.%n%n",
        any.path("test_samples").asLong(),
        any.path("test_population").asString().equals("active") ? "active " : "",
        100 * any.path("test_churn_rate").asDouble());
    var table =
        new TextTable(
            "model",
            "accuracy",
            "f1",
            "ROC AUC",
            "95 % interval",
            "log loss",
            "calibration error",
            "verdict");
    for (JsonNode model : models) {
      table.add(
          model.path("model_type").asString(),
          number(model, "accuracy"),
          number(model, "f1_score"),
          number(model, "roc_auc"),
          "%s to %s"
              .formatted(
                  number(model.path("roc_auc_interval").path(0)),
                  number(model.path("roc_auc_interval").path(1))),
          number(model, "log_loss"),
          number(model, "expected_calibration_error"),
          model.path("verdict").path("text").asString());
    }
    out.print(table);
    out.println();
  }

  private void printActivations(PrintStream out) {
    out.println("  Which of them were activated, and why:");
    out.println();
    for (JsonNode model : models) {
      out.printf(
          "  Version %s, %s, %s.%n",
          model.path("version").asString(),
          model.path("model_type").asString(),
          model.path("activation").path("reason").asString());
    }
    out.println();
  }

  private static String number(JsonNode model, String field) {
    return number(model.path(field));
  }

  private static String number(JsonNode value) {
    return String.format(Locale.ROOT, "%.3f", value.asDouble());
  }
}
