package dev.churn.domain.organization;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.Identifiers;
import java.util.UUID;

/** Identifies an organization. */
public record OrganizationId(UUID value) {
  public OrganizationId {
    requireNonNull(value, "organization id");
  }

  /**
   * {@return the id that {@code text} contains}
   *
   * @throws dev.churn.domain.ChurnException with {@code INVALID_INPUT} if it is not a UUID
   */
  public static OrganizationId parse(String text) {
    return new OrganizationId(Identifiers.parseUuid("organization id", text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
