package dev.churn.domain.usecase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.port.Organizations;

/** What must be there, or else NOT_FOUND. */
final class Loading {
  private Loading() {}

  static Organization organization(Organizations organizations, OrganizationId id) {
    return organizations
        .find(id)
        .orElseThrow(
            () -> new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id));
  }

  static Dataset dataset(DatasetCatalog catalog, OrganizationId organization, DatasetId id) {
    return catalog
        .find(organization, id)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s has no dataset %s".formatted(organization, id)));
  }
}
