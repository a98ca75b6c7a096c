package dev.churn.domain.memory;

import dev.churn.domain.erasure.CustomerKey;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Erasures;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps erasures in memory. */
public final class InMemoryErasures implements Erasures {
  private final InMemoryDatabase database;

  public InMemoryErasures(InMemoryDatabase database) {
    this.database = database;
  }

  /** An erasure and its customer until it ends. */
  record Stored(Erasure erasure, Optional<String> customerId) {}

  @Override
  public CustomerKey key(OrganizationId organization) {
    return new CustomerKey(
        database.call(
            () ->
                database.customerKeys.computeIfAbsent(
                    organization,
                    id -> {
                      byte[] key = new byte[CustomerKey.BYTES];
                      new SecureRandom().nextBytes(key);
                      return key;
                    })));
  }

  @Override
  public void add(Erasure erasure, String customerId) {
    database.run(
        () -> {
          InMemoryOrganizations.require(database, erasure.organization());
          database.erasures.put(erasure.id(), new Stored(erasure, Optional.of(customerId)));
        });
  }

  private Optional<Stored> stored(OrganizationId organization, ErasureId id) {
    return database.call(
        () ->
            Optional.ofNullable(database.erasures.get(id))
                .filter(stored -> stored.erasure().organization().equals(organization)));
  }

  @Override
  public Optional<Erasure> find(OrganizationId organization, ErasureId id) {
    return stored(organization, id).map(Stored::erasure);
  }

  @Override
  public Optional<String> customer(OrganizationId organization, ErasureId id) {
    return stored(organization, id).flatMap(Stored::customerId);
  }

  @Override
  public void note(ErasureId id, String kind, String place, long count) {
    if (count == 0) {
      return;
    }
    database.run(
        () ->
            database.erasures.computeIfPresent(
                id,
                (same, stored) ->
                    new Stored(with(stored.erasure(), kind, place, count), stored.customerId())));
  }

  private static Erasure with(Erasure erasure, String kind, String place, long count) {
    List<Erasure.Item> items = new ArrayList<>();
    long sum = count;
    for (Erasure.Item item : erasure.items()) {
      if (item.kind().equals(kind) && item.place().equals(place)) {
        sum += item.count();
      } else {
        items.add(item);
      }
    }
    items.add(new Erasure.Item(kind, place, sum));
    items.sort(Comparator.comparing(Erasure.Item::kind).thenComparing(Erasure.Item::place));
    return copy(erasure, erasure.endedAt(), erasure.errorMessage(), items);
  }

  private static Erasure copy(
      Erasure erasure,
      Optional<Instant> endedAt,
      Optional<String> error,
      List<Erasure.Item> items) {
    return new Erasure(
        erasure.id(),
        erasure.organization(),
        erasure.customerHash(),
        erasure.requestedAt(),
        endedAt,
        error,
        items);
  }

  @Override
  public void end(
      OrganizationId organization, ErasureId id, Instant at, Optional<String> errorMessage) {
    database.run(
        () ->
            stored(organization, id)
                .map(Stored::erasure)
                .filter(erasure -> erasure.endedAt().isEmpty())
                .ifPresent(
                    erasure ->
                        database.erasures.put(
                            id,
                            new Stored(
                                copy(erasure, Optional.of(at), errorMessage, erasure.items()),
                                Optional.empty()))));
  }
}
