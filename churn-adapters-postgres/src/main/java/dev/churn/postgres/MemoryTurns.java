package dev.churn.postgres;

import dev.churn.domain.job.JobId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Lets a job that has exhausted the memory run once more while no other job runs on this server.
 * Safe for use by several threads.
 */
final class MemoryTurns {
  /** How long others hold back for a job; it asks more often, unless another server runs it. */
  private static final long RESERVED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Set<JobId> exhausting = new HashSet<>();
  private final Set<JobId> running = new HashSet<>();
  private Optional<JobId> reserved = Optional.empty();
  private long reservedNanos;

  /** {@return whether a job may run now; {@link #leave} must follow} */
  synchronized boolean enter(JobId job) {
    if (isReservedForAnother(job)) {
      return false;
    }
    if (exhausting.contains(job)) {
      reserved = Optional.of(job);
      reservedNanos = System.nanoTime();
      if (!running.isEmpty()) {
        return false;
      }
    }
    running.add(job);
    return true;
  }

  private boolean isReservedForAnother(JobId job) {
    return reserved.isPresent()
        && !reserved.get().equals(job)
        && (running.contains(reserved.get()) || System.nanoTime() - reservedNanos < RESERVED_NANOS);
  }

  /** Notes that a job does not run any more. */
  synchronized void leave(JobId job) {
    running.remove(job);
    reserved = reserved.filter(other -> !other.equals(job));
  }

  /** Notes that a job has exhausted the memory; {@return whether for the first time}. */
  synchronized boolean noteExhaustion(JobId job) {
    return exhausting.add(job);
  }

  /** Notes that a job has ended. */
  synchronized void forget(JobId job) {
    exhausting.remove(job);
  }
}
