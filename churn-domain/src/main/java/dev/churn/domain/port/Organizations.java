package dev.churn.domain.port;

import dev.churn.domain.erasure.RemovedRows;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/**
 * Stores the organizations that use the system, and their targets. A target is found, locked,
 * changed and deleted by its id as an organization is.
 */
public interface Organizations {
  /**
   * Adds an organization or a target.
   *
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if its id exists already, or its
   *     name among the targets of its organization; {@code NOT_FOUND} if the organization of a
   *     target does not exist
   */
  void add(Organization organization);

  /**
   * Replaces the name and settings of an organization.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it does not exist
   */
  void update(Organization organization);

  Optional<Organization> find(OrganizationId id);

  /**
   * {@return the organization, locked until the caller's transaction ends} Other transactions that
   * lock the same organization wait, so that decisions based on what was read stay valid.
   *
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if it does not exist
   */
  Organization lock(OrganizationId id);

  /**
   * Begins the deletion of an organization: it is hidden from all other methods of this port. Has
   * no effect if its deletion has begun before.
   *
   * @return whether the organization exists, hidden or not
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if it has unfinished jobs
   */
  boolean beginDeletion(OrganizationId id);

  /**
   * Deletes all metadata of an organization whose deletion has begun, the organization itself at
   * last. It works in steps of bounded size; if it is interrupted, another call goes on. Has no
   * effect on other organizations.
   *
   * @param removed receives the kind and number of rows that a step removes, in the transaction of
   *     the step; rows that go with others, such as the checks of a dataset, are not counted
   * @throws dev.churn.domain.ChurnException with {@code CONFLICT} if a target of it has not been
   *     purged before
   */
  void purge(OrganizationId id, ObjLongConsumer<RemovedRows> removed);

  /**
   * {@return the targets of an organization by time of creation, the oldest first; empty if there
   * is no such organization}
   */
  List<Organization> targets(OrganizationId organization);

  /** {@return organizations by time of creation, the oldest first, without targets} */
  Page<Organization> list(PageRequest page);
}
