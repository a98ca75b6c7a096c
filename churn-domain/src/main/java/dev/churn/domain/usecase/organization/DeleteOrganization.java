package dev.churn.domain.usecase.organization;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.erasure.Erasure.Subject;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.WholeOrganization;
import dev.churn.domain.usecase.removal.Receipts;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
   * @return the receipt, which ends when nothing is left
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if it does not exist (any more), {@link
   *     ErrorCode#CONFLICT} if it has unfinished jobs
   */
  public ErasureId delete(OrganizationId id) {
    List<WholeOrganization> everything = new ArrayList<>();
    ErasureId receipt =
        transactions.call(
            () -> {
              if (!organizations.beginDeletion(id)) {
                throw new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id);
              }
              organizations
                  .targets(id)
                  .forEach(target -> everything.add(beginDeletion(id, target.id())));
              everything.add(new WholeOrganization(id)); // after its targets
              return removals
                  .receipts()
                  .findRunning(id) // the deletion has begun before
                  .orElseGet(() -> begin(id, everything));
            });
    removals.removeSoon(everything);
    return receipt;
  }

  private ErasureId begin(OrganizationId id, List<WholeOrganization> everything) {
    Receipts receipts = removals.receipts();
    ErasureId receipt = receipts.begin(id, new Subject.WholeOrganization());
    Map<WholeOrganization, Long> sizes = new LinkedHashMap<>();
    everything.forEach(whole -> sizes.put(whole, 0L));
    receipts.noteObjects(receipt, sizes);
    return receipt;
  }

  private WholeOrganization beginDeletion(OrganizationId id, OrganizationId target) {
    try {
      organizations.beginDeletion(target);
      return new WholeOrganization(target);
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
