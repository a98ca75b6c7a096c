package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.Identifiers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Identifies a model. */
public record ModelId(UUID value) {
  public ModelId {
    requireNonNull(value, "model id");
  }

  /**
   * {@return the id that {@code text} contains}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if it is not a UUID
   */
  public static ModelId parse(String text) {
    return new ModelId(Identifiers.parseUuid("model id", text));
  }

  /** {@return the id under which the file of this model as it was evaluated is stored} */
  public ModelId asEvaluated() {
    return new ModelId(
        UUID.nameUUIDFromBytes(("evaluated " + value).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
