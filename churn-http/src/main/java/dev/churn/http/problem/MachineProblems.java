package dev.churn.http.problem;

import dev.churn.http.request.RequestLog;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that ended with an error of the Java virtual machine. */
public final class MachineProblems {
  private static final Logger LOG = LoggerFactory.getLogger(MachineProblems.class);

  private MachineProblems() {}

  /**
   * Answers 503 if the memory was exhausted, since a later request may find enough. Any other error
   * gets status 500, for which {@link Problems} fills in the body.
   */
  public static void answer(HttpServletResponse response, Error error) {
    LOG.error("Unexpected {}", error.getClass().getName(), error);
    if (response.isCommitted()) {
      return; // the client sees that the answer is cut off
    }
    if (!(error instanceof OutOfMemoryError)) {
      response.setStatus(500);
      return;
    }
    byte[] body =
        Problems.body(
            ProblemType.UNAVAILABLE,
            "The server ran out of memory during this request, with a heap of %d MiB"
                .formatted(Runtime.getRuntime().maxMemory() >> 20),
            idOf(response));
    response.resetBuffer();
    response.setStatus(503);
    response.setContentType(Problems.CONTENT_TYPE);
    response.setHeader("Retry-After", Problems.RETRY_SECONDS);
    try {
      response.getOutputStream().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String idOf(HttpServletResponse response) {
    String id = response.getHeader(RequestLog.HEADER);
    return id == null ? UUID.randomUUID().toString() : id;
  }
}
