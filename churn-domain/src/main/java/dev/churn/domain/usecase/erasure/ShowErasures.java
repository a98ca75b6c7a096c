package dev.churn.domain.usecase.erasure;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.Erasures;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.usecase.dataset.Lookup;

/** Shows the receipts of customers, datasets and organizations. */
public final class ShowErasures {
  private final Organizations organizations;
  private final Erasures erasures;

  public ShowErasures(Organizations organizations, Erasures erasures) {
    this.organizations = organizations;
    this.erasures = erasures;
  }

  /**
   * {@return the erasures of customers and datasets of an organization, the latest first}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist
   */
  public Page<Erasure> list(OrganizationId organization, PageRequest page) {
    Lookup.organization(organizations, organization);
    return erasures.list(organization, page);
  }

  /**
   * {@return the erasure of a customer or a dataset with what it has removed so far}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization has no such erasure
   */
  public Erasure load(OrganizationId organization, ErasureId id) {
    Lookup.organization(organizations, organization);
    return erasures
        .find(organization, id)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s has no erasure %s".formatted(organization, id)));
  }

  /** {@return the erasures of organizations, the latest first} */
  public Page<Erasure> listOfOrganizations(PageRequest page) {
    return erasures.listOfOrganizations(page);
  }

  /**
   * {@return the erasure of an organization with what it has removed so far}
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if there is no such erasure
   */
  public Erasure loadOfOrganization(ErasureId id) {
    return erasures
        .findOfOrganization(id)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "There is no erasure %s of an organization".formatted(id)));
  }
}
