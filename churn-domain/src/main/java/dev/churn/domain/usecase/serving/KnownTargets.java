package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.TargetName;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds targets by name, for every call that names one. The targets of an organization are kept in
 * memory for {@link #FRESH}, so that predictions need no query, and for longer while the database
 * does not answer. Safe for use by several threads.
 */
public final class KnownTargets {
  /** After this time, a target that another server deleted is gone here too. */
  static final Duration FRESH = Duration.ofSeconds(2);

  private static final int MAX_ORGANIZATIONS = 1024;

  private final Organizations organizations;
  private final InstantSource clock;
  private final Executor threads = Refresh.threads("known-targets");
  private final ConcurrentMap<OrganizationId, Entry> entries = new ConcurrentHashMap<>();

  private record Known(List<Organization> targets, Instant readAt) {
    Optional<Organization> find(TargetName name) {
      return targets.stream().filter(target -> target.name().equals(name.value())).findFirst();
    }
  }

  private static final class Entry {
    final Refresh<Known> refresh;
    volatile Known known;

    Entry(Executor threads) {
      refresh = new Refresh<>(threads);
    }
  }

  public KnownTargets(Organizations organizations, InstantSource clock) {
    this.organizations = organizations;
    this.clock = clock;
  }

  /**
   * {@return the id of a target, or of the organization itself if the name is that of the default
   * target}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist or
   *     has no such target, {@link ErrorCode#UNAVAILABLE} if the database does not answer and the
   *     target is not known
   */
  public OrganizationId resolve(OrganizationId organization, TargetName name) {
    return name.isDefault() ? organization : target(organization, name).id();
  }

  private Organization target(OrganizationId organization, TargetName name) {
    Entry entry = entryOf(organization);
    Known known = entry.known;
    Optional<Organization> found = known == null ? Optional.empty() : known.find(name);
    Refresh.Source<Known> source = answered -> read(organization, entry);
    if (found.isEmpty()) { // it may have been created just now
      Known now = entry.refresh.require(source);
      return now.find(name).orElseThrow(() -> unknown(organization, name, now));
    }
    if (clock.instant().isBefore(known.readAt().plus(FRESH))) {
      return found.get();
    }
    Optional<Known> renewed = entry.refresh.tryRefresh(source);
    return renewed.isEmpty()
        ? found.get()
        : renewed.get().find(name).orElseThrow(() -> unknown(organization, name, renewed.get()));
  }

  private Known read(OrganizationId organization, Entry entry) {
    Known before = entry.known;
    Instant now = clock.instant();
    try {
      List<Organization> targets = organizations.targets(organization);
      if (targets.isEmpty()) {
        Lookup.organization(organizations, organization);
      }
      entry.known = new Known(targets, now);
      return entry.known;
    } catch (ChurnException e) {
      if (before != null && e.code().isTransient()) {
        entry.known = new Known(before.targets(), now); // no new attempt with every call
      }
      throw e;
    }
  }

  private static ChurnException unknown(OrganizationId organization, TargetName name, Known known) {
    return new ChurnException(
        ErrorCode.NOT_FOUND,
        "Organization %s has no target '%s'; expected one of %s"
            .formatted(
                organization,
                name,
                Stream.concat(
                        Stream.of(TargetName.DEFAULT.value()),
                        known.targets().stream().map(Organization::name))
                    .collect(Collectors.joining(", "))));
  }

  private Entry entryOf(OrganizationId organization) {
    Entry entry = entries.get(organization);
    if (entry != null) {
      return entry;
    }
    if (entries.size() >= MAX_ORGANIZATIONS) {
      entries.clear(); // reading them again costs one query each
    }
    return entries.computeIfAbsent(organization, id -> new Entry(threads));
  }

  /** Reads the targets of an organization anew with the next call. */
  public void renew(OrganizationId organization) {
    entries.remove(organization);
  }
}
