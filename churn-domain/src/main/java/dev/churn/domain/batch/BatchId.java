package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.Identifiers;
import java.time.Instant;
import java.util.UUID;

/** Identifies a batch of predictions. */
public record BatchId(UUID value) {
  public BatchId {
    requireNonNull(value, "batch id");
  }

  /** {@return a new id, after those of batches that were created before this time} */
  public static BatchId createdAt(Instant time) {
    return new BatchId(Identifiers.timeOrdered(time));
  }

  /**
   * {@return the id that {@code text} contains}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if it is not a UUID
   */
  public static BatchId parse(String text) {
    return new BatchId(Identifiers.parseUuid("batch id", text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
