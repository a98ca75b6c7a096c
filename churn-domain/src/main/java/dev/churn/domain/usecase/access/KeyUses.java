package dev.churn.domain.usecase.access;

import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.port.ApiKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Writes when keys were last used: all keys in one statement, at most once a minute. */
final class KeyUses {
  static final Duration INTERVAL = Duration.ofMinutes(1);

  private static final System.Logger LOG = System.getLogger(KeyUses.class.getName());

  private final ApiKeys keys;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ScheduledExecutorService executor;
  private final Map<ApiKeyId, Instant> pending = new ConcurrentHashMap<>();
  private final AtomicBoolean isScheduled = new AtomicBoolean();
  private volatile long writtenAt;

  KeyUses(
      ApiKeys keys, InstantSource clock, LongSupplier nanos, ScheduledExecutorService executor) {
    this.keys = keys;
    this.clock = clock;
    this.nanos = nanos;
    this.executor = executor;
    this.writtenAt = nanos.getAsLong() - INTERVAL.toNanos();
  }

  /** Notes that a key is used now. */
  void note(ApiKeyId id) {
    pending.put(id, clock.instant());
    if (!isScheduled.get() && isScheduled.compareAndSet(false, true)) {
      long wait = Math.max(0, writtenAt + INTERVAL.toNanos() - nanos.getAsLong());
      try {
        executor.schedule(this::writeLater, wait, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // closed: what is pending was written
      }
    }
  }

  private void writeLater() {
    writtenAt = nanos.getAsLong();
    isScheduled.set(false); // before the writing, so that no use is forgotten
    write();
  }

  /** Writes what is pending; what fails stays pending until the next use. */
  void write() {
    Map<ApiKeyId, Instant> uses = new HashMap<>();
    for (ApiKeyId id : pending.keySet()) {
      Instant at = pending.remove(id);
      if (at != null) {
        uses.put(id, at);
      }
    }
    if (uses.isEmpty()) {
      return;
    }
    try {
      keys.recordUses(uses);
    } catch (RuntimeException e) {
      uses.forEach(pending::putIfAbsent);
      LOG.log(System.Logger.Level.WARNING, "The last uses of API keys could not be written", e);
    }
  }
}
