package dev.churn.http.request;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Says which refused requests get a line of the log, so that a flood of them does not fill the
 * disk: the first hundred of a status in each second. Safe for use by several threads.
 */
final class RefusedLines {
  /** The answer for a request that gets no line. */
  static final long LEAVE_OUT = -1;

  private static final int LINES_PER_SECOND = 100;
  private static final int REFUSED = 400;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ConcurrentMap<Integer, Window> windows = new ConcurrentHashMap<>();

  /** The lines of a status in the present second. */
  private static final class Window {
    private long begun = System.nanoTime() - SECOND;
    private int lines;
    private long leftOut;

    synchronized long next(long now) {
      if (now - begun >= SECOND) {
        begun = now;
        lines = 0;
      }
      if (lines == LINES_PER_SECOND) {
        leftOut++;
        return LEAVE_OUT;
      }
      lines++;
      long left = leftOut;
      leftOut = 0;
      return left;
    }
  }

  /**
   * {@return how many requests of the status have had no line since the last one that had, or
   * {@link #LEAVE_OUT} if this one is to have none either}
   */
  long leftOut(int status) {
    return status < REFUSED
        ? 0
        : windows.computeIfAbsent(status, s -> new Window()).next(System.nanoTime());
  }
}
