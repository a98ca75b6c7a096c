package dev.churn.domain.usecase.access;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.access.ApiKeySecret;
import dev.churn.domain.access.Scope;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ApiKeys;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.usecase.dataset.Lookup;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Creates, lists and revokes the API keys of organizations. */
public final class ManageApiKeys {
  /** The maximum number of keys of an organization that are neither revoked nor expired. */
  public static final int MAX_ACTIVE = 100;

  private final Organizations organizations;
  private final ApiKeys keys;
  private final Transactions transactions;
  private final AuthenticateApiKeys authentication;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public ManageApiKeys(
      Organizations organizations,
      ApiKeys keys,
      Transactions transactions,
      AuthenticateApiKeys authentication,
      InstantSource clock) {
    this.organizations = organizations;
    this.keys = keys;
    this.transactions = transactions;
    this.authentication = authentication;
    this.clock = clock;
  }

  /**
   * What a new key is to be; see {@link ApiKey}.
   *
   * @param expiresAt after the time of the request; empty means never
   */
  public record Request(String name, Set<Scope> scopes, Optional<Instant> expiresAt) {
    public Request {
      requireNonNull(name, "name");
      scopes = Set.copyOf(scopes);
      requireNonNull(expiresAt, "expiresAt");
    }
  }

  /**
   * A new key.
   *
   * @param secret to be shown to its owner now, since it is stored nowhere
   */
  public record Created(ApiKey key, ApiKeySecret secret) {}

  /**
   * {@return a new key of the organization}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} for what {@link ApiKey} refuses or
   *     an end in the past, {@link ErrorCode#NOT_FOUND} if the organization does not exist, {@link
   *     ErrorCode#CONFLICT} if it has {@value #MAX_ACTIVE} active keys
   */
  public Created create(OrganizationId organization, Request request, Optional<Requester> by) {
    Instant now = clock.instant();
    ApiKeySecret secret = ApiKeySecret.generate(random);
    var key =
        new ApiKey(
            secret.id(),
            organization,
            request.name(),
            request.scopes(),
            secret.hash(),
            now,
            by,
            request.expiresAt(),
            Optional.empty(),
            Optional.empty());
    if (key.status(now) == ApiKey.Status.EXPIRED) {
      throw ChurnException.ofField(
          ErrorCode.INVALID_INPUT,
          "expires_at",
          "expected a time after %s, found %s".formatted(now, key.expiresAt().orElseThrow()));
    }
    transactions.run(
        () -> {
          organizations.lock(organization); // so that two requests at once do not exceed the limit
          if (keys.countActive(organization, now) >= MAX_ACTIVE) {
            throw new ChurnException(
                ErrorCode.CONFLICT,
                "Organization %s has %d active API keys, which is the limit; revoke some first"
                    .formatted(organization, MAX_ACTIVE));
          }
          keys.add(key);
        });
    return new Created(key, secret);
  }

  /**
   * {@return the keys of the organization in any state, the newest first}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist
   */
  public Page<ApiKey> list(OrganizationId organization, PageRequest page) {
    Lookup.organization(organizations, organization);
    return keys.list(organization, page);
  }

  /**
   * {@return a key of the organization in any state}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization or the key does not
   *     exist
   */
  public ApiKey load(OrganizationId organization, ApiKeyId id) {
    Lookup.organization(organizations, organization);
    return keys.find(id)
        .filter(key -> key.organizationId().equals(organization))
        .orElseThrow(() -> missing(organization, id));
  }

  /**
   * Revokes a key: at once on this server, and within {@link AuthenticateApiKeys#REVOCATION} on
   * others. Revoking again has no effect.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization or the key does not
   *     exist
   */
  public void revoke(OrganizationId organization, ApiKeyId id) {
    Lookup.organization(organizations, organization);
    boolean found = keys.revoke(organization, id, clock.instant());
    authentication.renew(id);
    if (!found) {
      throw missing(organization, id);
    }
  }

  private static ChurnException missing(OrganizationId organization, ApiKeyId id) {
    return new ChurnException(
        ErrorCode.NOT_FOUND, "Organization %s has no API key %s".formatted(organization, id));
  }

  /** {@return the time by which keys are judged} */
  public Instant now() {
    return clock.instant();
  }
}
