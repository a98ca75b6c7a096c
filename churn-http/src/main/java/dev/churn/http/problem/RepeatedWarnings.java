package dev.churn.http.problem;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Lets one log line of each kind through per second, so that a flood of refused requests does not
 * fill the disk. Safe for use by several threads.
 */
public final class RepeatedWarnings {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ConcurrentMap<String, Counter> kinds = new ConcurrentHashMap<>();

  /** Lines of one kind. */
  private static final class Counter {
    private long lastNanos;
    private long since;
    private boolean begun;

    /** {@return how many lines the one to be written stands for, or 0 if none is to be} */
    synchronized long next(long now) {
      since++;
      if (begun && now - lastNanos < EVERY_NANOS) {
        return 0;
      }
      begun = true;
      lastNanos = now;
      long lines = since;
      since = 0;
      return lines;
    }
  }

  /**
   * Writes a line unless one of its kind was written within a second.
   *
   * @param kind one of few, never made of what a request says
   * @param line writes the line; gets how many lines of the kind have come since the last one
   *     written, this one included
   */
  public void warn(String kind, LongConsumer line) {
    long lines = kinds.computeIfAbsent(kind, k -> new Counter()).next(System.nanoTime());
    if (lines > 0) {
      line.accept(lines);
    }
  }
}
