package dev.churn.domain.port;

import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.util.Optional;

/** The organizations that use the system. */
public interface Organizations {
  /**
   * Adds an organization.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id is taken
   */
  void add(Organization organization);

  /**
   * Replaces name and settings of an organization.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  void update(Organization organization);

  Optional<Organization> find(OrganizationId id);

  /**
   * {@return the organization} Until the caller's transaction ends, another that asks for the same
   * waits here, so that what is decided in between stays true.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it is not there
   */
  Organization lock(OrganizationId id);

  /** {@return organizations by time of creation, the oldest first} */
  Page<Organization> list(PageRequest page);
}
