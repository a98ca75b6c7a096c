package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.port.Transactions;
import dev.churn.domain.removal.Removal.StoredObject;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.dataset.Lookup;
import dev.churn.domain.usecase.removal.RemoveObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletes batches. What monitoring has measured of their predictions stays. */
public final class DeleteBatch {
  private final Organizations organizations;
  private final PredictionBatches batches;
  private final Transactions transactions;
  private final RemoveObjects removals;

  public DeleteBatch(
      Organizations organizations,
      PredictionBatches batches,
      Transactions transactions,
      RemoveObjects removals) {
    this.organizations = organizations;
    this.batches = batches;
    this.transactions = transactions;
    this.removals = removals;
  }

  /**
   * Deletes a batch with its predictions, its output file and the event file that was uploaded for
   * it. The latest predictions of its customers are then those of other batches. Has no effect if
   * it was deleted before. If the storage does not remove the files at once, they are removed
   * later.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist,
   *     {@link ErrorCode#CONFLICT} if the batch is queued or running
   */
  public void delete(OrganizationId organization, BatchId id) {
    delete(organization, id, () -> {});
  }

  /**
   * Like {@link #delete(OrganizationId, BatchId)}.
   *
   * @param together is run in the transaction that deletes the rows
   */
  public void delete(OrganizationId organization, BatchId id, Runnable together) {
    Lookup.organization(organizations, organization);
    Optional<PredictionBatch> batch = batches.find(organization, id);
    List<StoredObject> files = new ArrayList<>();
    files.add(
        new StoredObject(
            batch
                .map(PredictionBatch::state)
                .filter(Completed.class::isInstance)
                .map(state -> ((Completed) state).output())
                .orElseGet(() -> ObjectKey.predictions(organization, id.value()))));
    batch
        .map(PredictionBatch::input)
        .filter(UploadedEvents.class::isInstance)
        .ifPresent(input -> files.add(new StoredObject(input.key())));
    transactions.run(
        () -> {
          batches.delete(organization, id);
          removals.note(files);
          together.run();
        });
    removals.removeSoon(files);
  }
}
