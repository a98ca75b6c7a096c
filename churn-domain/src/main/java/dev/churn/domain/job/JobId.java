package dev.churn.domain.job;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.Identifiers;
import java.util.UUID;

/** Identifies a job. */
public record JobId(UUID value) {
  public JobId {
    requireNonNull(value, "job id");
  }

  /**
   * {@return the id that {@code text} contains}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if it is not a UUID
   */
  public static JobId parse(String text) {
    return new JobId(Identifiers.parseUuid("job id", text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
