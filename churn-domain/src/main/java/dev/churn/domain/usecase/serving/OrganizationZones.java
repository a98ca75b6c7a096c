package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/**
 * Caches the time zones of organizations in memory. A zone is read again after {@link #FRESH}, so
 * that changes made by other servers take effect within a minute. Safe for use by several threads.
 */
final class OrganizationZones {
  /** Zones hardly ever change. */
  static final Duration FRESH = Duration.ofMinutes(1);

  private static final int MAX_ORGANIZATIONS = 1024;

  private final Organizations organizations;
  private final InstantSource clock;
  private final Executor threads = Refresh.threads("organization-zones");
  private final ConcurrentMap<OrganizationId, Entry> entries = new ConcurrentHashMap<>();

  /**
   * A zone in memory.
   *
   * @param isValid whether the zone is not known to have changed since it was read
   */
  private record Known(ZoneId zone, Instant readAt, boolean isValid) {
    boolean isFresh(Instant now) {
      return now.isBefore(readAt.plus(FRESH));
    }
  }

  private static final class Entry {
    final Refresh<ZoneId> refresh;
    volatile Known known;

    Entry(Executor threads) {
      refresh = new Refresh<>(threads);
    }
  }

  OrganizationZones(Organizations organizations, InstantSource clock) {
    this.organizations = organizations;
    this.clock = clock;
  }

  /**
   * {@return the time zone of an organization} A zone that is not fresh is read again on another
   * thread, and is used meanwhile if that takes long or fails.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist,
   *     {@link ErrorCode#UNAVAILABLE} if the database does not respond and the zone is not cached
   */
  ZoneId of(OrganizationId organization) {
    Entry entry = entryOf(organization);
    Known known = entry.known;
    if (known != null && known.isValid() && known.isFresh(clock.instant())) {
      return known.zone();
    }
    Refresh.Source<ZoneId> source = answered -> read(organization, entry);
    try {
      return known != null && known.isValid()
          ? entry.refresh.tryRefresh(source).orElse(known.zone())
          : entry.refresh.require(source);
    } catch (ChurnException e) {
      if (known == null || !e.code().isTransient()) {
        entries.remove(organization, entry);
        throw e;
      }
      entry.known = new Known(known.zone(), clock.instant(), true);
      return known.zone();
    }
  }

  private ZoneId read(OrganizationId organization, Entry entry) {
    Known before = entry.known;
    Instant now = clock.instant();
    try {
      ZoneId zone = Lookup.organization(organizations, organization).settings().timeZone();
      entry.known = new Known(zone, now, true);
      return zone;
    } catch (ChurnException e) {
      if (before != null && e.code().isTransient()) {
        // no new attempt with every call
        entry.known = new Known(before.zone(), clock.instant(), before.isValid());
      }
      throw e;
    }
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

  /** Reads the zone of an organization anew with the next call. */
  void renew(OrganizationId organization) {
    // A new entry, since a read that is under way may give the zone from before the change.
    entries.computeIfPresent(
        organization,
        (id, entry) -> {
          var renewed = new Entry(threads);
          Known known = entry.known;
          renewed.known = known == null ? null : new Known(known.zone(), known.readAt(), false);
          return renewed;
        });
  }
}
