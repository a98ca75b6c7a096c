package dev.churn.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.churn.domain.ChurnException;
import dev.churn.domain.memory.InMemoryObjectStore;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.http.settings.Settings;
import dev.churn.http.trace.Traces;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces reach a receiver of OTLP. */
final class TracesTest {
  private static final String CALLERS_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir Path folder;

  @Test
  void requests_jobs_and_calls_of_the_storage_are_spans() throws IOException {
    try (var receiver = new Receiver()) {
      String organization = use(receiver.url());

      String spans = receiver.received();
      assertThat(spans)
          .contains("POST /api/v1/churn/v2/organizations/{org_id}/upload-dataset")
          .contains(
              "POST /api/v1/churn/v2/organizations/{org_id}/datasets/{dataset_id}/process-features")
          .contains("GET /api/v1/churn/v2/organizations/{org_id}/customers/<customer_id>")
          .contains("job process_features", "storage put", "storage open")
          .contains("http.route", "http.response.status_code", "churn.request.id")
          .contains("churn.organization.id", organization)
          .contains("churn.job.id", "service.name", "churn")
          .contains(new String(new BigInteger(CALLERS_TRACE, 16).toByteArray(), ISO_8859_1))
          .doesNotContain("C-0001");
    }
  }

  private String use(String url) throws IOException {
    Map<String, String> variables =
        Map.of(
            "PORT",
            "0",
            "CHURN_HOME",
            PreparedHome.copyTo(folder.resolve("home")).toString(),
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            url,
            "OTEL_BSP_SCHEDULE_DELAY",
            "100");
    try (var server = ChurnServer.start(Settings.from(variables))) {
      var caller = new Caller(server.url());
      String organization = Scenario.newOrganization(caller);
      Scenario.processed(caller, organization, Scenario.history(30, 1));
      caller.withHeader(
          "/api/v1/churn/v2/organizations/" + organization + "/customers/C-0001",
          "traceparent",
          "00-" + CALLERS_TRACE + "-00f067aa0ba902b7-01");
      return organization;
    }
  }

  @Test
  void a_failed_call_tells_the_class_of_its_error_and_not_its_message() throws IOException {
    try (var receiver = new Receiver()) {
      var key = new ObjectKey(Bucket.UTILS, "org_1/letters_to_C-0001.csv");
      try (Traces traces = Traces.open(Map.of("otel.exporter.otlp.endpoint", receiver.url()))) {
        ObjectStore objects = traces.watch(new InMemoryObjectStore());
        assertThatThrownBy(() -> objects.open(key)).hasMessageContaining("C-0001");
      }

      assertThat(receiver.received())
          .contains("storage open", "error.type", ChurnException.class.getName())
          .doesNotContain("C-0001");
    }
  }

  @Test
  void a_receiver_that_is_away_costs_no_answer() throws IOException {
    String url;
    try (var receiver = new Receiver()) {
      url = receiver.url();
    }

    assertThat(use(url)).isNotBlank();
  }

  @Test
  void settings_that_cannot_be_used_are_refused_in_words() {
    assertThatThrownBy(() -> Traces.open(Map.of("otel.traces.exporter", "pigeon")))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("OTEL_")
        .hasMessageContaining("pigeon");
  }

  /** Keeps what is sent to it. */
  private static final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    Receiver() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/v1/traces",
          exchange -> {
            try (exchange) {
              bodies.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
              exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
              exchange.sendResponseHeaders(200, -1);
            }
          });
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String received() {
      return String.join("\n", bodies);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
