package dev.churn.domain.organization;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.FieldError;
import dev.churn.domain.PlainText;
import java.time.Instant;
import java.util.List;

/**
 * An organization: a tenant of the system.
 *
 * @param name the display name, 1 to 200 characters (UTF-16 units), no control characters, not
 *     unique
 */
public record Organization(
    OrganizationId id, String name, OrganizationSettings settings, Instant createdAt) {
  public Organization {
    requireNonNull(id, "id");
    requireNonNull(settings, "settings");
    requireNonNull(createdAt, "createdAt");
    if (name == null || name.isBlank() || name.length() > 200 || !PlainText.is(name)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT,
          "An organization needs a name",
          List.of(new FieldError("name", "expected 1 to 200 characters, no control characters")));
    }
  }
}
