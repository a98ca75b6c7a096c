package dev.churn.domain.erasure;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.Identifiers;
import java.util.UUID;

/** Identifies an erasure. */
public record ErasureId(UUID value) {
  public ErasureId {
    requireNonNull(value, "value");
  }

  /**
   * {@return the id that {@code text} contains}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if it is not a UUID
   */
  public static ErasureId parse(String text) {
    return new ErasureId(Identifiers.parseUuid("erasure id", text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
