package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.ObjectStore;
import dev.churn.domain.port.Organizations;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.storage.ObjectKey;
import dev.churn.domain.usecase.dataset.Lookup;
import java.util.Optional;

/** Deletes batches. What monitoring has measured of their predictions stays. */
public final class DeleteBatch {
  private final Organizations organizations;
  private final PredictionBatches batches;
  private final ObjectStore objects;

  public DeleteBatch(Organizations organizations, PredictionBatches batches, ObjectStore objects) {
    this.organizations = organizations;
    this.batches = batches;
    this.objects = objects;
  }

  /**
   * Deletes a batch with its predictions, its output file and the event file that was uploaded for
   * it. The latest predictions of its customers are then those of other batches. Has no effect if
   * it was deleted before.
   *
   * @throws ChurnException with {@link ErrorCode#NOT_FOUND} if the organization does not exist,
   *     {@link ErrorCode#CONFLICT} if the batch is queued or running
   */
  public void delete(OrganizationId organization, BatchId id) {
    Lookup.organization(organizations, organization);
    Optional<PredictionBatch> batch = batches.find(organization, id);
    batches.delete(organization, id);
    // Rows first: an object without a row is harmless, a row without its object is not. The output
    // is deleted even if the rows are gone, because an earlier attempt may have been cut off here.
    objects.delete(ObjectKey.predictions(organization, id.value()));
    batch
        .map(PredictionBatch::input)
        .filter(UploadedEvents.class::isInstance)
        .ifPresent(input -> objects.delete(input.key()));
  }
}
