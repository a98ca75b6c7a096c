package dev.churn.domain.organization;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An organization: a tenant of the system. Or a target of one: a further definition of churn, with
 * settings, models, a deployment and predictions of its own, on the same uploaded files.
 *
 * @param name the display name, 1 to 200 characters (UTF-16 units), no control characters, not
 *     unique; of a target, its {@link TargetName}, unique within the organization
 * @param parent the organization that a target belongs to; empty if this is an organization
 */
public record Organization(
    OrganizationId id,
    String name,
    OrganizationSettings settings,
    Instant createdAt,
    Optional<OrganizationId> parent) {
  /** The maximum number of targets of an organization beside the default one. */
  public static final int MOST_TARGETS = 20;

  public Organization {
    requireNonNull(parent, "parent");
    requireNonNull(id, "id");
    requireNonNull(settings, "settings");
    requireNonNull(createdAt, "createdAt");
    if (name == null || name.isBlank() || name.length() > 200 || !PlainText.is(name)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "An organization needs a name",
          List.of(new FieldError("name", "expected 1 to 200 characters, no control characters")));
    }
    if (parent.isPresent() && !id.isTarget()) {
      throw new IllegalArgumentException("expected the id of a target, found " + id);
    }
  }

  /** Creates an organization that is not a target. */
  public Organization(
      OrganizationId id, String name, OrganizationSettings settings, Instant createdAt) {
    this(id, name, settings, createdAt, Optional.empty());
  }

  /** {@return the organization itself or, for a target, the one that it belongs to} */
  public OrganizationId owner() {
    return parent.orElse(id);
  }

  /** {@return a copy with other settings} */
  public Organization with(OrganizationSettings newSettings) {
    return new Organization(id, name, newSettings, createdAt, parent);
  }
}
