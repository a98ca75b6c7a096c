package dev.churn.domain.port;

import dev.churn.domain.erasure.CustomerKey;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * Stores the erasures of customers, datasets and organizations with their receipts. Those of
 * customers and datasets are deleted with their organization; those of organizations stay.
 */
public interface Erasures {
  /** {@return the key of an organization, which is created when it is first asked for} */
  CustomerKey key(OrganizationId organization);

  /**
   * Adds the erasure of a customer that is to be done.
   *
   * @param customerId kept until {@link #end}
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the organization does not
   *     exist
   */
  void add(Erasure erasure, String customerId);

  /**
   * Adds the erasure of a dataset or an organization, within the caller's transaction if there is
   * one.
   */
  void add(Erasure erasure);

  /**
   * {@return an erasure of a customer or a dataset of this organization with all items, or empty if
   * it has no such}
   */
  Optional<Erasure> find(OrganizationId organization, ErasureId id);

  /** {@return the erasures of customers and datasets of an organization, the latest first} */
  Page<Erasure> list(OrganizationId organization, PageRequest page);

  /** {@return the erasure of an organization with all items, or empty if there is no such} */
  Optional<Erasure> findOfOrganization(ErasureId id);

  /** {@return the erasures of organizations, the latest first} */
  Page<Erasure> listOfOrganizations(PageRequest page);

  /**
   * {@return the erasure of this organization as a whole, if it has begun and not ended; of a
   * target, that of its organization}
   */
  Optional<ErasureId> findRunning(OrganizationId organization);

  /** {@return the customer of an erasure that has not ended} */
  Optional<String> customer(OrganizationId organization, ErasureId id);

  /**
   * Adds to what was removed, within the caller's transaction if there is one. A count of 0 adds
   * nothing, and so does what is noted for an erasure that has ended or does not exist.
   */
  void note(ErasureId id, String kind, String place, long count);

  /** Locks an erasure until the caller's transaction ends; others that lock it wait. */
  void lock(ErasureId id);

  /**
   * Records why a part of an erasure failed, within the caller's transaction if there is one. The
   * erasure goes on; when it ends, the first such reason is its error message.
   */
  void noteFailure(ErasureId id, String reason);

  /**
   * Records that an erasure has ended, and forgets its customer; has no effect if it has ended.
   *
   * @param errorMessage why it was given up; empty if it was completed, unless a part failed
   */
  void end(ErasureId id, Instant at, Optional<String> errorMessage);
}
