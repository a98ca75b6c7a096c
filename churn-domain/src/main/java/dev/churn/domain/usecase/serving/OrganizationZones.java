package dev.churn.domain.usecase.serving;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/**
 * Caches the settings of organizations in memory, of which predictions need the time zone and the
 * active window. They are read again after {@link #FRESH}, so that changes made by other servers
 * take effect within a minute. Safe for use by several threads.
 */
final class OrganizationZones {
  /** Settings hardly ever change. */
  static final Duration FRESH = Duration.ofMinutes(1);

  private static final int MAX_ORGANIZATIONS = 1024;

  private final Organizations organizations;
  private final InstantSource clock;
  private final Executor threads = Refresh.threads("organization-zones");
  private final ConcurrentMap<OrganizationId, Entry> entries = new ConcurrentHashMap<>();

  /**
   * Settings in memory.
   *
   * @param isValid whether they are not known to have changed since they were read
   */
  private record Known(OrganizationSettings settings, Instant readAt, boolean isValid) {
    boolean isFresh(Instant now) {
      return now.isBefore(readAt.plus(FRESH));
    }
  }

  private static final class Entry {
    final Refresh<OrganizationSettings> refresh;
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
   * {@return the settings of an organization} Settings that are not fresh are read again on another
   * thread, and are used meanwhile if that takes long or fails.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist,
   *     {@link ErrorCode#UNAVAILABLE} if the database does not respond and they are not cached
   */
  OrganizationSettings of(OrganizationId organization) {
    Entry entry = entryOf(organization);
    Known known = entry.known;
    if (known != null && known.isValid() && known.isFresh(clock.instant())) {
      return known.settings();
    }
    Refresh.Source<OrganizationSettings> source = answered -> read(organization, entry);
    try {
      return known != null && known.isValid()
          ? entry.refresh.tryRefresh(source).orElse(known.settings())
          : entry.refresh.require(source);
    } catch (ChurnException e) {
      if (known == null || !e.code().isTransient()) {
        entries.remove(organization, entry);
        throw e;
      }
      entry.known = new Known(known.settings(), clock.instant(), true);
      return known.settings();
    }
  }

  private OrganizationSettings read(OrganizationId organization, Entry entry) {
    Known before = entry.known;
    Instant now = clock.instant();
    try {
      OrganizationSettings settings = Lookup.organization(organizations, organization).settings();
      entry.known = new Known(settings, now, true);
      return settings;
    } catch (ChurnException e) {
      if (before != null && e.code().isTransient()) {
        // no new attempt with every call
        entry.known = new Known(before.settings(), clock.instant(), before.isValid());
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

  /** Reads the settings of an organization anew with the next call. */
  void renew(OrganizationId organization) {
    // A new entry, since a read that is under way may give the settings from before the change.
    entries.computeIfPresent(
        organization,
        (id, entry) -> {
          var renewed = new Entry(threads);
          Known known = entry.known;
          renewed.known = known == null ? null : new Known(known.settings(), known.readAt(), false);
          return renewed;
        });
  }
}
