package dev.churn.domain.usecase.dataset;

import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Organizations;
import java.util.List;
import java.util.stream.Stream;

/** Finds those that work on the same uploaded files: an organization and its targets. */
public final class Targets {
  private Targets() {}

  /** {@return an organization and its targets, or a target alone} */
  public static List<Organization> with(Organizations organizations, Organization organization) {
    return Stream.concat(Stream.of(organization), organizations.targets(organization.id()).stream())
        .toList();
  }

  /**
   * {@return an organization and its targets, or a target alone, all of them locked until the
   * caller's transaction ends} Targets come and go under the lock of their organization, so that
   * the list stays valid.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it does not exist
   */
  public static List<OrganizationId> lock(Organizations organizations, OrganizationId id) {
    Organization locked = organizations.lock(id);
    List<OrganizationId> all = with(organizations, locked).stream().map(Organization::id).toList();
    all.stream().skip(1).forEach(organizations::lock);
    return all;
  }
}
