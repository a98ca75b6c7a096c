package dev.churn.http.demo;

import java.io.PrintStream;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The list that a retention manager works through: the active customers of the latest batch with
 * the most value at risk, or the likeliest to leave where there are no amounts, with the reason.
 */
final class RetentionList {
  /** The number of customers that are asked for. */
  static final int SIZE = 10;

  private static final int PERCENT = 100;

  private final JsonNode answer;

  /**
   * @param answer the answer of {@code GET prediction-customers}
   */
  RetentionList(JsonNode answer) {
    this.answer = answer;
  }

  void print(PrintStream out) {
    var table =
        new TextTable(
            "customer", "state", "chance of leaving", "silent for", "value at risk", "why");
    for (JsonNode row : answer.path("customers")) {
      table.add(
          row.path("customer_id").asString(),
          row.path("customer_state").asString("unknown"),
          String.format(Locale.ROOT, "%.1f %%", PERCENT * row.path("churn_probability").asDouble()),
          row.path("days_silent").asInt() + " days",
          value(row.path("value_at_risk")),
          row.path("reasons").path(0).asString(""));
    }
    out.printf(
        Locale.ROOT,
        "  %s of %,d active customers (%,d more have lapsed):%n%n",
        isByValue() ? "The most value at risk" : "The likeliest to leave",
        answer.path("active_total").asLong(),
        answer.path("lapsed_total").asLong());
    out.print(table);
    out.println();
  }

  private boolean isByValue() {
    return answer.path("sort").asString("").equals("value_at_risk");
  }

  private static String value(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%,.2f", value.asDouble()) : "–";
  }
}
