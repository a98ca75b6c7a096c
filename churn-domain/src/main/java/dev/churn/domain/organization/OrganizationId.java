package dev.churn.domain.organization;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.Identifiers;
import java.util.UUID;

/**
 * Identifies an organization, or one of its targets. Ids of targets are UUIDs of version 8, which
 * nothing else creates, so that an id alone tells which of them it is.
 */
public record OrganizationId(UUID value) {
  /** For custom purposes, see RFC 9562, section 5.8. */
  private static final int TARGET_VERSION = 8;

  public OrganizationId {
    requireNonNull(value, "organization id");
  }

  /** {@return a new id of a target} */
  public static OrganizationId newTarget() {
    UUID random = UUID.randomUUID();
    long withVersion = (random.getMostSignificantBits() & ~0xF000L) | (TARGET_VERSION << 12);
    return new OrganizationId(new UUID(withVersion, random.getLeastSignificantBits()));
  }

  /** {@return whether this is the id of a target} */
  public boolean isTarget() {
    return value.version() == TARGET_VERSION;
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
