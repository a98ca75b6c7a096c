package dev.churn.domain.access;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.PlainText;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is stored of an API key: everything but its secret.
 *
 * @param name tells its owner what the key is for, 1 to {@value #MAX_NAME_LENGTH} characters
 *     (UTF-16 units), no control characters, not unique
 * @param scopes what its owner may do, at least one; {@link Scope#ADMIN} includes the others
 * @param hash of the whole key
 * @param expiresAt from when on the key is refused; empty means never
 * @param revokedAt when it was revoked; it is refused since then
 * @param lastUsedAt when it was last used, up to a minute late
 */
public record ApiKey(
    ApiKeyId id,
    OrganizationId organizationId,
    String name,
    Set<Scope> scopes,
    Sha256 hash,
    Instant createdAt,
    Optional<Requester> createdBy,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt,
    Optional<Instant> lastUsedAt) {
  /** The maximum length of a name, in UTF-16 units. */
  public static final int MAX_NAME_LENGTH = 200;

  public ApiKey {
    requireNonNull(id, "id");
    requireNonNull(organizationId, "organizationId");
    requireNonNull(hash, "hash");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(createdBy, "createdBy");
    requireNonNull(expiresAt, "expiresAt");
    requireNonNull(revokedAt, "revokedAt");
    requireNonNull(lastUsedAt, "lastUsedAt");
    scopes = Set.copyOf(scopes);
    if (name.isBlank() || name.length() > MAX_NAME_LENGTH || !PlainText.is(name)) {
      throw ChurnException.ofField(
          ErrorCode.INVALID_INPUT,
          "name",
          "expected 1 to %d characters, no control characters".formatted(MAX_NAME_LENGTH));
    }
    if (scopes.isEmpty()) {
      throw ChurnException.ofField(
          ErrorCode.INVALID_INPUT, "scopes", "expected one or more, found none");
    }
  }

  /** Whether a key opens anything. */
  public enum Status {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /** {@return whether the key opens anything at a time} */
  public Status status(Instant now) {
    if (revokedAt.isPresent()) {
      return Status.REVOKED;
    }
    return expiresAt.filter(end -> !now.isBefore(end)).isPresent() ? Status.EXPIRED : Status.ACTIVE;
  }

  /** {@return the key with another time of revocation} */
  public ApiKey revoked(Instant at) {
    return new ApiKey(
        id,
        organizationId,
        name,
        scopes,
        hash,
        createdAt,
        createdBy,
        expiresAt,
        Optional.of(at),
        lastUsedAt);
  }

  /** {@return the key with another time of its last use} */
  public ApiKey used(Instant at) {
    return new ApiKey(
        id,
        organizationId,
        name,
        scopes,
        hash,
        createdAt,
        createdBy,
        expiresAt,
        revokedAt,
        Optional.of(at));
  }
}
