package dev.churn.domain.port;

import dev.churn.domain.limit.Usage;
import dev.churn.domain.organization.OrganizationId;

/** Tells how much organizations have, for limits. */
public interface Usages {
  /** {@return what an organization has; nothing if it does not exist} */
  Usage of(OrganizationId organization);

  /** {@return the number of organizations, those that are being deleted included} */
  long organizations();
}
