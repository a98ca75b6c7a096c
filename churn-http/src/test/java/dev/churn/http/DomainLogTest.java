package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.churn.http.request.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The domain knows no logging library; what it says must be in the server's log all the same. */
final class DomainLogTest {
  private static final String NAME = "dev.churn.domain.usecase.DomainLogTest";

  @Test
  void what_the_domain_logs_is_a_line_of_the_servers_log() {
    Logger logger = (Logger) LoggerFactory.getLogger(NAME);
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    logger.addAppender(events);
    logger.setAdditive(false);
    try {
      System.getLogger(NAME).log(System.Logger.Level.WARNING, "{0} of {1} were dropped", 3, "all");

      assertThat(events.list).hasSize(1);
      String line = new JsonLineLayout().doLayout(events.list.get(0));
      JsonNode json = Json.read(line.getBytes(StandardCharsets.UTF_8));
      assertThat(json.path("logger").asString()).isEqualTo(NAME);
      assertThat(json.path("level").asString()).isEqualTo("WARN");
      assertThat(json.path("message").asString()).isEqualTo("3 of all were dropped");
    } finally {
      logger.setAdditive(true);
      logger.detachAppender(events);
    }
  }
}
