package dev.churn.domain.memory;

import dev.churn.domain.erasure.CustomerKey;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.Erasure.Subject.WholeOrganization;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.Erasures;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps erasures in memory. */
public final class InMemoryErasures implements Erasures {
  private final InMemoryDatabase database;

  public InMemoryErasures(InMemoryDatabase database) {
    this.database = database;
  }

  /** An erasure and its customer until it ends. */
  record Stored(Erasure erasure, Optional<String> customerId, Optional<String> failure) {
    Stored(Erasure erasure, Optional<String> customerId) {
      this(erasure, customerId, Optional.empty());
    }
  }

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

  @Override
  public void add(Erasure erasure) {
    database.run(
        () -> {
          if (!isWhole(erasure)) {
            InMemoryOrganizations.require(database, erasure.organization());
          }
          database.erasures.put(erasure.id(), new Stored(erasure, Optional.empty()));
        });
  }

  private Optional<Stored> stored(OrganizationId organization, ErasureId id) {
    return database.call(
        () ->
            Optional.ofNullable(database.erasures.get(id))
                .filter(stored -> isOf(stored.erasure(), organization)));
  }

  private static boolean isOf(Erasure erasure, OrganizationId organization) {
    return erasure.organization().equals(organization) && !isWhole(erasure);
  }

  private static boolean isWhole(Erasure erasure) {
    return erasure.subject() instanceof WholeOrganization;
  }

  @Override
  public Optional<Erasure> find(OrganizationId organization, ErasureId id) {
    return stored(organization, id).map(Stored::erasure);
  }

  @Override
  public Page<Erasure> list(OrganizationId organization, PageRequest page) {
    return list(erasure -> isOf(erasure, organization), page);
  }

  @Override
  public Optional<Erasure> findOfOrganization(ErasureId id) {
    return database
        .call(() -> Optional.ofNullable(database.erasures.get(id)))
        .map(Stored::erasure)
        .filter(InMemoryErasures::isWhole);
  }

  @Override
  public Page<Erasure> listOfOrganizations(PageRequest page) {
    return list(InMemoryErasures::isWhole, page);
  }

  private Page<Erasure> list(Predicate<Erasure> which, PageRequest page) {
    List<Erasure> latestFirst = new ArrayList<>();
    database.run(
        () ->
            database.erasures.values().stream()
                .map(Stored::erasure)
                .filter(which)
                .forEach(erasure -> latestFirst.add(0, erasure)));
    latestFirst.sort(Comparator.comparing(Erasure::requestedAt).reversed());
    return Page.of(latestFirst, page);
  }

  @Override
  public Optional<ErasureId> findRunning(OrganizationId organization) {
    return database.call(
        () ->
            database.erasures.values().stream()
                .map(Stored::erasure)
                .filter(InMemoryErasures::isWhole)
                .filter(
                    erasure ->
                        erasure
                            .organization()
                            .equals(InMemoryOrganizations.owner(database, organization)))
                .filter(erasure -> erasure.endedAt().isEmpty())
                .map(Erasure::id)
                .findFirst());
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
                    stored.erasure().endedAt().isPresent()
                        ? stored
                        : new Stored(
                            with(stored.erasure(), kind, place, count),
                            stored.customerId(),
                            stored.failure())));
  }

  @Override
  public void lock(ErasureId id) {
    // nothing to lock: transactions here run one at a time
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
        erasure.subject(),
        erasure.requestedAt(),
        endedAt,
        error,
        items);
  }

  @Override
  public void noteFailure(ErasureId id, String reason) {
    database.run(
        () ->
            database.erasures.computeIfPresent(
                id,
                (same, stored) ->
                    new Stored(
                        stored.erasure(),
                        stored.customerId(),
                        stored.failure().or(() -> Optional.of(reason)))));
  }

  @Override
  public void end(ErasureId id, Instant at, Optional<String> errorMessage) {
    database.run(
        () ->
            database.erasures.computeIfPresent(
                id,
                (same, stored) ->
                    stored.erasure().endedAt().isPresent()
                        ? stored
                        : new Stored(
                            copy(
                                stored.erasure(),
                                Optional.of(at),
                                stored.failure().or(() -> errorMessage),
                                stored.erasure().items()),
                            Optional.empty())));
  }
}
