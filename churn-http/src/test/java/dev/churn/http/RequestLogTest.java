package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.churn.http.request.Json;
import dev.churn.http.request.RequestLog;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningServer.Shared.class)
final class RequestLogTest {
  private final RunningServer server;
  private final Caller caller;

  RequestLogTest(RunningServer server) {
    this.server = server;
    this.caller = server.caller();
  }

  @Test
  void a_sane_request_id_is_kept_and_another_is_replaced() {
    assertThat(
            caller.withHeader("/health/live", "X-Request-Id", "abc-1.2_3").header("X-Request-Id"))
        .isEqualTo("abc-1.2_3");
    for (String odd : List.of("a b", "{}", "x".repeat(65), "\"")) {
      String id = caller.withHeader("/health/live", "X-Request-Id", odd).header("X-Request-Id");
      assertThat(UUID.fromString(id)).isNotNull();
    }
  }

  @Test
  void ids_that_the_server_makes_are_random_uuids_of_version_4() {
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      UUID id = UUID.fromString(caller.get("/health/live").header("X-Request-Id"));
      assertThat(id.version()).isEqualTo(4);
      assertThat(id.variant()).isEqualTo(2);
      ids.add(id);
    }
    assertThat(ids).hasSize(50);
  }

  @Test
  void the_lines_of_a_job_carry_its_id_and_that_of_the_request_that_submitted_it()
      throws InterruptedException {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.churn.postgres.JobLog");
    var lines = new Lines();
    lines.start();
    logger.addAppender(lines);
    try {
      String organization = server.newOrganization();
      String dataset = Scenario.upload(caller, organization, Scenario.history(5, 1));

      Response answer =
          caller.post(Caller.PREFIX + organization + "/datasets/" + dataset + "/process-features");

      String job = answer.ok().path("job_id").asString();
      JsonNode submitted = lineWith(lines, "submitted_job", job);
      assertThat(submitted.path("request_id").asString()).isEqualTo(answer.header("X-Request-Id"));
      JsonNode attempt = lineWith(lines, "job_id", job);
      while (!attempt.path("message").asString().equals("job attempt")) {
        attempt = lineWith(lines, "job_id", job); // it submits a job of its own
      }
      assertThat(attempt.path("org").asString()).isEqualTo(organization);
      assertThat(attempt.path("kind").asString()).isEqualTo("process_features");
      assertThat(attempt.path("request_id").asString()).isEqualTo(answer.header("X-Request-Id"));
    } finally {
      logger.detachAppender(lines);
    }
  }

  /** {@return the next line with a field; lines of other tests' jobs may come before it} */
  private static JsonNode lineWith(Lines lines, String field, String value)
      throws InterruptedException {
    while (true) {
      String line = lines.next();
      assertThat(line).as("a line with %s %s", field, value).isNotNull();
      JsonNode json = Json.read(line.getBytes(StandardCharsets.UTF_8));
      if (json.path(field).asString().equals(value)) {
        return json;
      }
    }
  }

  @Test
  void each_request_leaves_one_line_of_json_without_customers_data() throws InterruptedException {
    Logger logger = (Logger) LoggerFactory.getLogger(RequestLog.class);
    var lines = new Lines();
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
    try {
      String organization = server.newOrganization();
      lines.next();

      caller.postJson(
          Caller.PREFIX + organization + "/predict",
          "{\"customer_id\": \"secret-customer\", \"transactions\": []}");

      String line = lines.next();
      assertThat(line).endsWith("}\n").hasLineCount(1);
      JsonNode json = Json.read(line.getBytes(StandardCharsets.UTF_8));
      assertThat(json.path("method").asString()).isEqualTo("POST");
      assertThat(json.path("path").asString()).isEqualTo(Caller.PREFIX + organization + "/predict");
      assertThat(json.path("status").asInt()).isEqualTo(422);
      assertThat(json.path("ms").asDouble()).isPositive();
      assertThat(json.path("org").asString()).isEqualTo(organization);
      assertThat(json.path("request_id").asString()).isNotBlank();
      assertThat(json.path("level").asString()).isEqualTo("INFO");
      assertThat(line).doesNotContain("secret-customer");

      caller.get(Caller.PREFIX + organization + "/datasets?note=private").problem(400);
      assertThat(lines.next()).contains("/datasets\"").doesNotContain("private");
    } finally {
      logger.setAdditive(true);
      logger.detachAppender(lines);
    }
  }

  /** What was logged, as the layout writes it. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final JsonLineLayout layout = new JsonLineLayout();

    @Override
    protected void append(ILoggingEvent event) {
      String line = layout.doLayout(event);
      if (!line.contains("\"/health/live\"")) { // of calls before, whose lines come late
        lines.add(line);
      }
    }

    /** The line is written after the answer, so it may be a moment late. */
    String next() throws InterruptedException {
      return lines.poll(5, TimeUnit.SECONDS);
    }
  }
}
