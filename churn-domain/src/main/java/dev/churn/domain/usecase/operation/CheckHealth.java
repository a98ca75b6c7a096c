package dev.churn.domain.usecase.operation;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.port.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Checks whether database and storage respond. Callers that ask at the same time share one check,
 * and its result is kept for a second, so that many of them cost no more than one. Safe for use by
 * several threads.
 */
public final class CheckHealth {
  /** How long a result is kept. */
  static final Duration FRESH = Duration.ofSeconds(1);

  /** The longest wait; database and storage give up before. */
  private static final Duration LIMIT = Duration.ofMillis(1_800);

  private final Runnable databasePing;
  private final StorageCheck storage;
  private final LongSupplier faults;
  private final LongSupplier droppedPredictions;
  private Optional<Check> last = Optional.empty();

  /** A check that is under way or has ended. */
  private record Check(CompletableFuture<List<FieldError>> problems, long begunNanos) {
    boolean isUsable() {
      return !problems.isDone() || System.nanoTime() - begunNanos < FRESH.toNanos();
    }
  }

  /**
   * Creates the use case.
   *
   * @param databasePing throws {@link ChurnException} if the database does not respond
   * @param faults how often background threads survived an error
   * @param droppedPredictions the number of predictions that were not recorded
   */
  public CheckHealth(
      Runnable databasePing,
      ObjectStore objects,
      LongSupplier faults,
      LongSupplier droppedPredictions) {
    this.databasePing = databasePing;
    this.storage = new StorageCheck(objects);
    this.faults = faults;
    this.droppedPredictions = droppedPredictions;
  }

  /**
   * {@return how often a background thread of this process survived an error, such as an exhausted
   * memory, since its start}
   */
  public long faults() {
    return faults.getAsLong();
  }

  /** {@return the number of predictions that were answered but will never be recorded} */
  public long droppedPredictions() {
    return droppedPredictions.getAsLong();
  }

  /**
   * {@return the components that do not respond, {@code database} or {@code storage}, with the
   * reason; empty if both respond} Each counts as not responding after 1.5 s, and the result comes
   * within 2 s whatever they do.
   */
  public List<FieldError> problems() {
    try {
      return current().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return List.of(
          new FieldError(
              "server", "expected the checks to end within %d ms".formatted(LIMIT.toMillis())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(new FieldError("server", "the checks were interrupted"));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  private synchronized Future<List<FieldError>> current() {
    Check check = last.filter(Check::isUsable).orElseGet(this::begin);
    last = Optional.of(check);
    return check.problems();
  }

  private Check begin() {
    var check = new Check(new CompletableFuture<>(), System.nanoTime());
    Thread thread = new Thread(() -> run(check), "health-check");
    thread.setDaemon(true);
    thread.start();
    return check;
  }

  private void run(Check check) {
    try {
      check.problems().complete(findProblems());
    } catch (RuntimeException | Error e) { // the callers are told, whatever it is
      check.problems().completeExceptionally(e);
    }
  }

  private List<FieldError> findProblems() {
    List<FieldError> problems = new ArrayList<>();
    StorageCheck.Pending pending = storage.begin(); // while the database is asked
    check("database", problems, databasePing);
    check("storage", problems, pending::await);
    return problems;
  }

  private static void check(String name, List<FieldError> problems, Runnable question) {
    try {
      question.run();
    } catch (ChurnException e) {
      problems.add(new FieldError(name, e.getMessage()));
    }
  }
}
