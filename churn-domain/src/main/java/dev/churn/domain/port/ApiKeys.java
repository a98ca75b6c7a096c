package dev.churn.domain.port;

import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Stores API keys without their secrets. The keys of an organization are gone once its deletion has
 * begun. Safe for use by several threads.
 */
public interface ApiKeys {
  /**
   * Adds a key.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if its organization does not
   *     exist, {@code CONFLICT} if there is a key with this id
   */
  void add(ApiKey key);

  /** {@return the key with this id, of whichever organization, in any state} */
  Optional<ApiKey> find(ApiKeyId id);

  /** {@return the keys of the organization in any state, the newest first} */
  Page<ApiKey> list(OrganizationId organization, PageRequest page);

  /** {@return the number of keys of the organization that are neither revoked nor expired} */
  long countActive(OrganizationId organization, Instant now);

  /**
   * Revokes a key of the organization; the time of an earlier revocation stays.
   *
   * @return whether there is such a key
   */
  boolean revoke(OrganizationId organization, ApiKeyId id, Instant at);

  /**
   * Records when keys were last used; earlier times than those recorded and unknown ids change
   * nothing.
   */
  void recordUses(Map<ApiKeyId, Instant> uses);
}
