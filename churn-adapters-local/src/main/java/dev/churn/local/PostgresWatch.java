package dev.churn.local;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts a PostgreSQL server again when it has died. If it dies again and again, the pauses between
 * the restarts grow from 1 to 30 seconds.
 */
final class PostgresWatch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PostgresWatch.class.getName());
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** How long a server must have run for its death to count as the first one. */
  private static final Duration STABLE = Duration.ofMinutes(2);

  private final Server server;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  /** The server that is watched. */
  interface Server {
    /** {@return whether its process exists} */
    boolean isRunning() throws IOException;

    /** Starts it again on the same port, unless it runs or was stopped on purpose. */
    void restart() throws IOException;
  }

  /** Starts the watch. */
  PostgresWatch(Server server) {
    this.server = server;
    this.thread = new Thread(this::watch, "postgres-watch");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  private void watch() {
    Duration pause = Duration.ZERO;
    long started = System.nanoTime();
    while (!endsWithin(POLL)) {
      try {
        if (server.isRunning()) {
          continue;
        }
        if (System.nanoTime() - started > STABLE.toNanos()) {
          pause = Duration.ZERO;
        }
        LOG.log(
            System.Logger.Level.WARNING,
            "The embedded PostgreSQL has died; it is started again in {0} s",
            pause.toSeconds());
        if (endsWithin(pause)) {
          return;
        }
        pause = longer(pause);
        started = System.nanoTime();
        server.restart();
        LOG.log(
            System.Logger.Level.WARNING,
            "The embedded PostgreSQL runs again after {0} ms",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
      } catch (IOException | RuntimeException e) { // the next attempt may succeed
        LOG.log(System.Logger.Level.ERROR, "The embedded PostgreSQL could not be started again", e);
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private boolean endsWithin(Duration time) {
    try {
      return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Ends the watch; a restart that has begun goes on. */
  @Override
  public void close() {
    end.countDown();
  }
}
