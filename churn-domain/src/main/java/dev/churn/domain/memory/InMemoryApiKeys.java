package dev.churn.domain.memory;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.access.ApiKey;
import dev.churn.domain.access.ApiKeyId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ApiKeys;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The API keys in memory. */
public final class InMemoryApiKeys implements ApiKeys {
  private final InMemoryDatabase database;

  public InMemoryApiKeys(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void add(ApiKey key) {
    database.run(
        () -> {
          InMemoryOrganizations.require(database, key.organizationId());
          if (database.apiKeys.putIfAbsent(key.id(), key) != null) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "API key %s exists already".formatted(key.id()));
          }
        });
  }

  @Override
  public Optional<ApiKey> find(ApiKeyId id) {
    return database.call(() -> all().filter(key -> key.id().equals(id)).findFirst());
  }

  @Override
  public Page<ApiKey> list(OrganizationId organization, PageRequest page) {
    List<ApiKey> keys =
        database.call(
            () ->
                of(organization)
                    .sorted(Comparator.comparing(ApiKey::createdAt).reversed())
                    .toList());
    return Page.of(keys, page);
  }

  @Override
  public long countActive(OrganizationId organization, Instant now) {
    return database.call(
        () -> of(organization).filter(key -> key.status(now) == ApiKey.Status.ACTIVE).count());
  }

  @Override
  public boolean revoke(OrganizationId organization, ApiKeyId id, Instant at) {
    return database.call(
        () -> {
          Optional<ApiKey> found = of(organization).filter(key -> key.id().equals(id)).findFirst();
          found
              .filter(key -> key.revokedAt().isEmpty())
              .ifPresent(key -> database.apiKeys.put(id, key.revoked(at)));
          return found.isPresent();
        });
  }

  @Override
  public void recordUses(Map<ApiKeyId, Instant> uses) {
    database.run(
        () ->
            uses.forEach(
                (id, at) ->
                    database.apiKeys.computeIfPresent(
                        id,
                        (known, key) ->
                            key.lastUsedAt().filter(last -> !last.isBefore(at)).isPresent()
                                ? key
                                : key.used(at))));
  }

  private Stream<ApiKey> of(OrganizationId organization) {
    return all().filter(key -> key.organizationId().equals(organization));
  }

  private Stream<ApiKey> all() {
    return database.apiKeys.values().stream()
        .filter(key -> !database.deletions.contains(key.organizationId()));
  }
}
