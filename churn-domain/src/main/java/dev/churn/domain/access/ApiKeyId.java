package dev.churn.domain.access;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.Identifiers;
import java.util.UUID;

/** Identifies an API key; is no secret. */
public record ApiKeyId(UUID value) {
  public ApiKeyId {
    requireNonNull(value, "key id");
  }

  /**
   * {@return the id that {@code text} contains}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if it is not a UUID
   */
  public static ApiKeyId parse(String text) {
    return new ApiKeyId(Identifiers.parseUuid("key id", text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
