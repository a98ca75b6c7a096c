package dev.churn.domain.usecase.operation;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Checks whether database and storage respond. */
public final class CheckHealth {
  private static final ObjectKey PROBE = new ObjectKey(Bucket.DATASETS, "org_health/probe");

  private final Runnable databasePing;
  private final ObjectStore objects;
  private final LongSupplier faults;
  private final LongSupplier droppedPredictions;

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
    this.objects = objects;
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
   * reason; empty if both respond}
   */
  public List<FieldError> problems() {
    // both at once, so that two slow answers take no longer than one
    List<FieldError> database = new ArrayList<>();
    Thread other = new Thread(() -> check("database", database, databasePing), "health");
    other.setDaemon(true);
    other.start();
    List<FieldError> storage = new ArrayList<>();
    check("storage", storage, () -> objects.size(PROBE));
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(new FieldError("database", "interrupted while waiting for its answer"));
    }
    database.addAll(storage);
    return database;
  }

  private static void check(String name, List<FieldError> problems, Runnable question) {
    try {
      question.run();
    } catch (ChurnException e) {
      problems.add(new FieldError(name, e.getMessage()));
    }
  }
}
