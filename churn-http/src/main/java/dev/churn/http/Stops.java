package dev.churn.http;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How to stop the parts of a server; the last one started is the first one stopped. Safe for use by
 * several threads: a part that is started after the stop is stopped at once.
 */
final class Stops {
  private final Deque<Runnable> stops = new ArrayDeque<>();
  private boolean stopped;

  /**
   * Adds the stop of a part that has just been started.
   *
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the server has been stopped; the
   *     part then is stopped too
   */
  synchronized void push(Runnable stop) {
    if (stopped) {
      run(stop);
      throw new ChurnException(ErrorCode.UNAVAILABLE, "The server was stopped while it started");
    }
    stops.push(stop);
  }

  /** Stops everything; doing it again has no effect. */
  synchronized void run() {
    stopped = true;
    while (!stops.isEmpty()) {
      run(stops.pop());
    }
  }

  private static void run(Runnable stop) {
    try {
      stop.run();
    } catch (RuntimeException e) {
      // The others must be stopped nevertheless.
      log().warn("Something did not stop as it should", e);
    }
  }

  /** Not a constant, so that the log is set up while other parts of the start run. */
  private static Logger log() {
    return LoggerFactory.getLogger(Stops.class);
  }
}
