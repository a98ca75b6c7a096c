package dev.churn.http.settings;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What the server tells about itself: metrics, traces and logs.
 *
 * @param metricsPort where the metrics are served and nowhere else, 0 meaning any free port; empty
 *     means the port of the API
 * @param metricsByOrganization whether metrics of quality and drift show every organization's own
 *     numbers, under its id
 * @param traces settings of OpenTelemetry by their names as properties, for example {@code
 *     otel.exporter.otlp.endpoint}; empty if no traces are sent
 */
public record ObservabilitySettings(
    OptionalInt metricsPort, boolean metricsByOrganization, Map<String, String> traces) {
  public ObservabilitySettings {
    requireNonNull(metricsPort, "metricsPort");
    traces = Map.copyOf(traces);
  }

  private enum Flag {
    TRUE,
    FALSE
  }

  static ObservabilitySettings read(Variables variables) {
    return new ObservabilitySettings(
        variables
            .number("METRICS_PORT", 0, 65535)
            .map(port -> OptionalInt.of(port.intValue()))
            .orElseGet(OptionalInt::empty),
        variables.choice("METRICS_BY_ORGANIZATION", Flag.values()).orElse(Flag.FALSE) == Flag.TRUE,
        traces(variables));
  }

  private static Map<String, String> traces(Variables variables) {
    boolean areSent =
        variables.text("OTEL_EXPORTER_OTLP_ENDPOINT").isPresent()
            || variables.text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").isPresent()
            || variables.text("OTEL_TRACES_EXPORTER").isPresent();
    return areSent ? variables.properties("OTEL_") : Map.of();
  }
}
