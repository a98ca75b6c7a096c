package dev.churn.domain.usecase.removal;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.port.ModelArtifacts;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Removals;
import dev.churn.domain.port.Removals.Claimed;
import dev.churn.domain.removal.Removal;
import dev.churn.domain.removal.Removal.ModelFile;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.removal.Removal.WholeOrganization;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Removes from object storage what deletions leave behind. Every deletion notes its objects in the
 * transaction that deletes the rows, and then removes them here. What cannot be removed at once,
 * since the storage refuses or does not answer, stays noted and is removed by {@link #sweep}.
 *
 * <p>Safe for use by several threads. It starts one daemon thread, which exists only while there is
 * something to remove.
 */
public final class RemoveObjects implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RemoveObjects.class.getName());

  /** How long a caller waits for the removal of what it deleted. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** How long one attempt may take before another server repeats it. */
  private static final Duration CLAIM = Duration.ofMinutes(10);

  private static final Duration UNUSED = Duration.ofDays(1);

  private static final int CAPACITY = 100;
  private static final long IDLE_SECONDS = 10;

  private final Removals removals;
  private final Receipts receipts;
  private final ObjectStore objects;
  private final ModelArtifacts artifacts;
  private final OrganizationRemoval organizations;
  private final InstantSource clock;
  private final Duration patience;
  private final ThreadPoolExecutor executor;

  public RemoveObjects(
      Removals removals,
      Receipts receipts,
      ObjectStore objects,
      ModelArtifacts artifacts,
      OrganizationRemoval organizations,
      InstantSource clock) {
    this(removals, receipts, objects, artifacts, organizations, clock, PATIENCE);
  }

  /**
   * Creates the use case with another patience.
   *
   * @param patience how long a caller waits for the removal of what it deleted
   */
  RemoveObjects(
      Removals removals,
      Receipts receipts,
      ObjectStore objects,
      ModelArtifacts artifacts,
      OrganizationRemoval organizations,
      InstantSource clock,
      Duration patience) {
    this.removals = removals;
    this.receipts = receipts;
    this.objects = objects;
    this.artifacts = artifacts;
    this.organizations = organizations;
    this.clock = clock;
    this.patience = patience;
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            work -> {
              Thread thread = new Thread(work, "removals");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** Notes what is to be removed; call this in the transaction that deletes the rows. */
  public void note(Collection<? extends Removal> unused) {
    // not due at once: the caller of this is about to try
    removals.note(unused, clock.instant().plus(Receipts.FIRST_PAUSE));
  }

  /** {@return the receipts of what is removed} */
  public Receipts receipts() {
    return receipts;
  }

  /**
   * Notes what is to be removed unless {@link #forget} is called within a day: something that is
   * about to be stored and not referred to yet.
   */
  public void noteForLater(Collection<? extends Removal> unused) {
    removals.note(unused, clock.instant().plus(UNUSED));
  }

  /** Forgets what was noted, since it is referred to now. */
  public void forget(Collection<? extends Removal> used) {
    used.forEach(removals::done);
  }

  /**
   * Removes what was noted, and returns when it is removed, when that failed, or after five
   * seconds, in which case the removal goes on. Never throws because of the storage. Do not call
   * this within a transaction.
   */
  public void removeSoon(Collection<? extends Removal> noted) {
    if (noted.isEmpty()) {
      return;
    }
    List<Removal> all = List.copyOf(noted);
    try {
      CompletableFuture.runAsync(() -> all.forEach(this::tryToRemove), executor)
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.log(
          System.Logger.Level.INFO,
          "Object storage has not removed everything within {0} s; the rest follows",
          patience.toSeconds());
    } catch (ExecutionException | RejectedExecutionException e) {
      LOG.log(System.Logger.Level.INFO, "Removed from object storage later, not now", e);
    }
  }

  private void tryToRemove(Removal removal) {
    try {
      finish(removal);
    } catch (RuntimeException e) { // a sweep tries again whatever the reason is
      LOG.log(System.Logger.Level.INFO, "{0} is removed later: {1}", removal, e.getMessage());
    }
  }

  /**
   * Removes everything that is due; call this at intervals of a few seconds. What fails is tried
   * again after a pause that grows from 2 seconds to 5 minutes. If the storage cannot be reached,
   * the remaining removals wait for the next call.
   *
   * @return the number of removals that succeeded
   * @throws ChurnException with {@link ErrorCode#UNAVAILABLE} if the database cannot be reached or
   *     the thread is interrupted
   */
  public int sweep() {
    int removed = 0;
    while (true) {
      Interrupts.check("Removing objects");
      Instant now = clock.instant();
      Optional<Claimed> claimed = removals.claim(now, now.plus(CLAIM));
      if (claimed.isEmpty()) {
        return removed;
      }
      Optional<RuntimeException> failure = failureOf(claimed.get());
      if (failure.isEmpty()) {
        removed++;
      } else if (isUnavailable(failure.get())) {
        return removed;
      }
    }
  }

  private Optional<RuntimeException> failureOf(Claimed claimed) {
    try {
      finish(claimed.removal());
      return Optional.empty();
    } catch (RuntimeException e) { // also a defect must not end the attempts
      Duration pause = pauseAfter(claimed.attempt());
      removals.postpone(claimed.removal(), clock.instant().plus(pause), String.valueOf(e));
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} could not be removed in attempt {1}; the next is in {2} s: {3}",
          claimed.removal(),
          claimed.attempt(),
          pause.toSeconds(),
          e.getMessage());
      return Optional.of(e);
    }
  }

  private static Duration pauseAfter(int attempt) {
    Duration doubled = Receipts.FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 20));
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private static boolean isUnavailable(RuntimeException failure) {
    return failure instanceof ChurnException known && known.code().isTransient();
  }

  private void finish(Removal removal) {
    if (removal instanceof StoredObject object) {
      objects.delete(object.key());
    } else if (removal instanceof ModelFile file) {
      artifacts.delete(file.organization(), file.model());
    } else if (removal instanceof WholeOrganization whole) {
      organizations.remove(whole.organization());
    }
    receipts.done(removal);
  }

  /** {@return the number of removals that are still to be done} */
  public long count() {
    return removals.count();
  }

  /** Stops what is being removed, which stays noted; closing again has no effect. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
