package dev.churn.domain.dataset;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.Identifiers;
import java.util.UUID;

/** Identifies a dataset. */
public record DatasetId(UUID value) {
  public DatasetId {
    requireNonNull(value, "dataset id");
  }

  /**
   * {@return the id that {@code text} contains}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if it is not a UUID
   */
  public static DatasetId parse(String text) {
    return new DatasetId(Identifiers.parseUuid("dataset id", text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
