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
  private final ConcurrentMap<OrganizationId, Known> zones = new ConcurrentHashMap<>();

  private record Known(ZoneId zone, Instant readAt) {
    boolean isFresh(Instant now) {
      return now.isBefore(readAt.plus(FRESH));
    }
  }

  OrganizationZones(Organizations organizations, InstantSource clock) {
    this.organizations = organizations;
    this.clock = clock;
  }

  /**
   * {@return the time zone of an organization}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist,
   *     {@link ErrorCode#UNAVAILABLE} if the database does not respond and the zone is not cached
   */
  ZoneId of(OrganizationId organization) {
    Instant now = clock.instant();
    Known known = zones.get(organization);
    if (known != null && known.isFresh(now)) {
      return known.zone();
    }
    try {
      ZoneId zone = Lookup.organization(organizations, organization).settings().timeZone();
      put(organization, new Known(zone, now));
      return zone;
    } catch (ChurnException e) {
      if (known == null || !e.code().isTransient()) {
        zones.remove(organization);
        throw e;
      }
      put(organization, new Known(known.zone(), clock.instant())); // no new attempt with every call
      return known.zone();
    }
  }

  private void put(OrganizationId organization, Known known) {
    if (zones.size() >= MAX_ORGANIZATIONS) {
      zones.clear(); // reading them again costs one query each
    }
    zones.put(organization, known);
  }

  /** Reads the zone of an organization anew with the next call. */
  void renew(OrganizationId organization) {
    zones.remove(organization);
  }
}
