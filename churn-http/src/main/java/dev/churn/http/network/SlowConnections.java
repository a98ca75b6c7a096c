package dev.churn.http.network;

import dev.churn.http.settings.NetworkSettings;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that begin a request and do not end its headers, and those that ask for an
 * answer and do not read it, for which a thread would wait. Looks at all of them twice per second.
 */
public final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {
  /** What the server hands to a connection at once, in bytes. */
  private static final int CHUNK = 1 << 15;

  private static final long EVERY_MILLIS = 500;

  private final ConcurrentMap<Connection, Progress> connections = new ConcurrentHashMap<>();
  private final Scheduler scheduler;
  private final NetworkSettings settings;
  private volatile Scheduler.Task next;

  /**
   * @param scheduler calls for the next look; started before this is
   */
  public SlowConnections(Scheduler scheduler, NetworkSettings settings) {
    this.scheduler = scheduler;
    this.settings = settings;
  }

  /** What a connection had sent when a write was first seen to wait. */
  private static final class Progress {
    private final long opened = System.nanoTime();
    private long sent = -1;
    private long waitingSince;

    /** {@return how long the connection has not taken what is being sent to it, in nanoseconds} */
    long stuck(Connection connection, long now) {
      boolean waits =
          connection.getEndPoint() instanceof AbstractEndPoint end
              && end.getWriteFlusher().isPending();
      if (!waits || connection.getBytesOut() != sent) {
        sent = connection.getBytesOut();
        waitingSince = now;
      }
      return waits ? now - waitingSince : 0;
    }
  }

  @Override
  public void onOpened(Connection connection) {
    connections.put(connection, new Progress());
  }

  @Override
  public void onClosed(Connection connection) {
    connections.remove(connection);
  }

  @Override
  protected void doStart() {
    plan();
  }

  @Override
  protected void doStop() {
    Scheduler.Task planned = next;
    if (planned != null) {
      planned.cancel();
    }
  }

  private void plan() {
    next = scheduler.schedule(this::look, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    connections.forEach(
        (connection, progress) -> {
          boolean isSilent =
              connection.getMessagesIn() == 0
                  && now - progress.opened > settings.jsonTime().toNanos();
          if (isSilent || progress.stuck(connection, now) > longestWrite().toNanos()) {
            close(connection);
          }
        });
    if (isRunning() || isStarting()) {
      plan();
    }
  }

  private static void close(Connection connection) {
    if (connection.getEndPoint() instanceof AbstractEndPoint end) {
      end.getWriteFlusher().onFail(new EofException("The answer is not read"));
    }
    connection.getEndPoint().close();
  }

  private Duration longestWrite() {
    long rate = settings.minBytesPerSecond();
    return rate == 0
        ? Duration.ofDays(1)
        : settings.grace().plusMillis(TimeUnit.SECONDS.toMillis(CHUNK) / rate);
  }
}
