package dev.churn.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.churn.http.Caller.Form;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Callers who hang up in the middle of a download are no fault of the server. */
final class AbortedDownloadTest {
  @TempDir Path folder;

  /** Keeps what is logged by any thread. */
  private static final class Kept extends AppenderBase<ILoggingEvent> {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }
  }

  @Test
  void it_is_logged_without_an_error_and_without_a_stack_trace() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    var kept = new Kept();
    kept.start();
    try (var api = ApiInMemory.start(folder)) {
      var caller = new Caller(api.url());
      String organization = Scenario.newOrganization(caller);
      String file =
          caller.upload(organization, Form.file(large())).ok().path("file_url").asString();
      root.addAppender(kept);
      abort(api.url(), URI.create(file).getPath());
      awaitRequest(kept);
    } finally {
      root.detachAppender(kept);
    }

    assertThat(kept.events)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
        .isEmpty();
    assertThat(kept.events).extracting(ILoggingEvent::getThrowableProxy).containsOnlyNulls();
    assertThat(kept.events)
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("hung up"));
  }

  /** {@return more than the buffers between a server and a caller hold} */
  private static String large() {
    return Scenario.history(20, 1) + "C-1,2024-01-05,1,purchase\n".repeat(600_000);
  }

  private static void abort(String url, String path) throws IOException {
    try (var connection = RawConnection.to(url)) {
      connection.send("GET " + path + " HTTP/1.1\nHost: localhost\n\n");
      connection.reset();
    }
  }

  private static void awaitRequest(Kept kept) throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      if (kept.events.stream().anyMatch(e -> e.getFormattedMessage().contains("hung up"))) {
        Thread.sleep(50); // what the container logs afterwards
        return;
      }
      Thread.sleep(10);
    }
  }
}
