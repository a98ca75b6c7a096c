package dev.churn.domain.port;

import dev.churn.domain.limit.Usage;
import dev.churn.domain.organization.OrganizationId;

/** Tells how much organizations have, for limits. */
public interface Usages {
  /**
   * {@return what an organization has together with its targets; nothing if it does not exist} The
   * answer for a target is that for its organization.
   */
  Usage of(OrganizationId organization);

  /** {@return the number of organizations, those that are being deleted included, targets not} */
  long organizations();
}
