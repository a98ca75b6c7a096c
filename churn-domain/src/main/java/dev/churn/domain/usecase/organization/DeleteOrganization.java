package dev.churn.domain.usecase.organization;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.WholeOrganization;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deletes organizations with everything of theirs: targets, metadata, predictions, stored objects
 * and cached models.
 */
public final class DeleteOrganization {
  private final Organizations organizations;
  private final Transactions transactions;
  private final RemoveObjects removals;

  public DeleteOrganization(
      Organizations organizations, Transactions transactions, RemoveObjects removals) {
    this.organizations = organizations;
    this.transactions = transactions;
    this.removals = removals;
  }

  /**
   * Deletes an organization. It is hidden at once; the method returns when nothing is left, or
   * after some seconds, in which case the rest is removed later.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if it does not exist (any more), {@link
   *     ErrorCode#CONFLICT} if it has unfinished jobs
   */
  public void delete(OrganizationId id) {
    List<WholeOrganization> everything =
        transactions.call(
            () -> {
              if (!organizations.beginDeletion(id)) {
                throw new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id);
              }
              List<OrganizationId> targets =
                  organizations.targets(id).stream().map(Organization::id).toList();
              targets.forEach(target -> beginDeletion(id, target));
              List<WholeOrganization> all =
                  Stream.concat(targets.stream(), Stream.of(id))
                      .map(WholeOrganization::new)
                      .toList();
              removals.note(all);
              return all;
            });
    removals.removeSoon(everything);
  }

  private void beginDeletion(OrganizationId id, OrganizationId target) {
    try {
      organizations.beginDeletion(target);
    } catch (ChurnException e) {
      if (e.code() != ErrorCode.CONFLICT) {
        throw e;
      }
      throw new ChurnException(
          e.code(),
          "A target of organization %s has unfinished jobs; wait for them or cancel them"
              .formatted(id),
          e);
    }
  }
}
