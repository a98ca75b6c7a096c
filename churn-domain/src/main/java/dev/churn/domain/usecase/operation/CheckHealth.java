package dev.churn.domain.usecase.operation;

import dev.churn.domain.ChurnException;
import dev.churn.domain.FieldError;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.storage.Bucket;
import dev.churn.domain.storage.ObjectKey;
import java.util.ArrayList;
import java.util.List;

/** Asks database and storage whether they answer. */
public final class CheckHealth {
  private static final ObjectKey PROBE = new ObjectKey(Bucket.DATASETS, "org_health/probe");

  private final Runnable databasePing;
  private final ObjectStore objects;

  /**
   * @param databasePing throws {@link ChurnException} unless the database answers
   */
  public CheckHealth(Runnable databasePing, ObjectStore objects) {
    this.databasePing = databasePing;
    this.objects = objects;
  }

  /**
   * {@return what does not answer, {@code database} or {@code storage}, and why; empty if all do}
   */
  public List<FieldError> problems() {
    List<FieldError> problems = new ArrayList<>();
    check("database", problems, databasePing);
    check("storage", problems, () -> objects.size(PROBE));
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
