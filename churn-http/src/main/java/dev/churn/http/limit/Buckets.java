package dev.churn.http.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A token bucket for each caller. Of more than {@link #MAX_CALLERS} callers, the one that has not
 * called for the longest time is forgotten, so that many addresses cannot fill the memory. Safe for
 * use by several threads.
 */
final class Buckets {
  static final int MAX_CALLERS = 10_000;
  static final int WINDOW_SECONDS = 60;

  private final long perMinute;
  private final TimeMeter clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_CALLERS;
        }
      };

  /**
   * @param perMinute how many tokens a bucket holds, and gets back evenly within a minute
   */
  Buckets(long perMinute, TimeMeter clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** {@return whether a token was there, which is then taken, and how many are left} */
  ConsumptionProbe take(String caller) {
    return bucket(caller).tryConsumeAndReturnRemaining(1);
  }

  /** {@return the nanoseconds until there is a token; 0 if there is one} Takes none. */
  long nanosToWait(String caller) {
    Bucket bucket;
    synchronized (buckets) {
      bucket = buckets.get(caller);
    }
    return bucket == null ? 0 : bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
  }

  long perMinute() {
    return perMinute;
  }

  private Bucket bucket(String caller) {
    synchronized (buckets) {
      return buckets.computeIfAbsent(caller, name -> full());
    }
  }

  private Bucket full() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(perMinute)
                    .refillGreedy(perMinute, Duration.ofSeconds(WINDOW_SECONDS)))
        .withCustomTimePrecision(clock)
        .build();
  }
}
