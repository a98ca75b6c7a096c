package dev.churn.domain.usecase.organization;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.quota.CheckQuotas;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Creates, changes and lists organizations. */
public final class ManageOrganizations {
  private final Organizations organizations;
  private final Transactions transactions;
  private final CheckQuotas quotas;
  private final InstantSource clock;

  public ManageOrganizations(
      Organizations organizations,
      Transactions transactions,
      CheckQuotas quotas,
      InstantSource clock) {
    this.organizations = organizations;
    this.transactions = transactions;
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * {@return a new organization}
   *
   * @throws ChurnException with {@link ErrorCode#QUOTA_EXCEEDED} if there may be no more
   */
  public Organization create(String name, OrganizationSettings settings) {
    quotas.requireOrganization();
    return create(new OrganizationId(UUID.randomUUID()), name, settings);
  }

  /** {@return the organization with this id, created if it does not exist} */
  public Organization createIfMissing(
      OrganizationId id, String name, OrganizationSettings settings) {
    try {
      return organizations.find(id).orElseGet(() -> create(id, name, settings));
    } catch (ChurnException e) {
      if (e.code() == ErrorCode.CONFLICT) { // another server created it first
        return load(id);
      }
      throw e;
    }
  }

  private Organization create(OrganizationId id, String name, OrganizationSettings settings) {
    var organization = new Organization(id, name, settings, clock.instant());
    organizations.add(organization);
    return organization;
  }

  /**
   * {@return the organization after applying {@code change}, which may alter its name and settings}
   * Its targets take on its time zone.
   */
  public Organization update(OrganizationId id, UnaryOperator<Organization> change) {
    return transactions.call(
        () -> {
          Organization changed = change.apply(organizations.lock(id));
          organizations.update(changed);
          ZoneId zone = changed.settings().timeZone();
          for (Organization target : organizations.targets(id)) {
            if (!target.settings().timeZone().equals(zone)) {
              organizations.update(target.with(target.settings().in(zone)));
            }
          }
          return changed;
        });
  }

  /**
   * {@return the organization}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if it does not exist
   */
  public Organization load(OrganizationId id) {
    return Lookup.organization(organizations, id);
  }

  public Page<Organization> list(PageRequest page) {
    return organizations.list(page);
  }
}
