package dev.churn.domain.usecase.operation;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.port.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Checks whether database and storage respond. */
public final class CheckHealth {
  private final Runnable databasePing;
  private final StorageCheck storage;
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
   * reason; empty if both respond} The storage counts as not responding after 1.5 s.
   */
  public List<FieldError> problems() {
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
