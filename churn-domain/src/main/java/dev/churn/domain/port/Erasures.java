package dev.churn.domain.port;

import dev.churn.domain.erasure.CustomerKey;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;

/** Stores the erasures of customers with their receipts. */
public interface Erasures {
  /** {@return the key of an organization, which is created when it is first asked for} */
  CustomerKey key(OrganizationId organization);

  /**
   * Adds an erasure that is to be done.
   *
   * @param customerId kept until {@link #end}
   * @throws dev.churn.domain.ChurnException with {@code NOT_FOUND} if the organization does not
   *     exist
   */
  void add(Erasure erasure, String customerId);

  /** {@return an erasure of this organization with all items, or empty if it has no such} */
  Optional<Erasure> find(OrganizationId organization, ErasureId id);

  /** {@return the customer of an erasure that has not ended} */
  Optional<String> customer(OrganizationId organization, ErasureId id);

  /**
   * Adds to what was removed, within the caller's transaction if there is one; a count of 0 adds
   * nothing.
   */
  void note(ErasureId id, String kind, String place, long count);

  /**
   * Records that an erasure has ended, and forgets its customer; has no effect if it has ended.
   *
   * @param errorMessage why it was given up; empty if it was completed
   */
  void end(OrganizationId organization, ErasureId id, Instant at, Optional<String> errorMessage);
}
