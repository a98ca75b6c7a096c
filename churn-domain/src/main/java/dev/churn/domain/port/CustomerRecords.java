package dev.churn.domain.port;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.organization.OrganizationId;
import java.util.List;

/** Removes what is stored about single customers, for their erasure; all of it can be repeated. */
public interface CustomerRecords {
  /** {@return the batches with predictions for a customer, answers or shadow predictions} */
  List<BatchId> batchesOf(OrganizationId organization, String customerId);

  /**
   * Removes a customer from a completed batch of several customers. The customers below move up one
   * rank, the figures of the batch are those of the other customers, and lists that were begun
   * cannot be continued.
   *
   * @return the number of answers and shadow predictions that were removed
   */
  long removeFrom(OrganizationId organization, BatchId batch, String customerId);

  /** Removes a customer's single predictions; {@return their number} */
  long removeLogged(OrganizationId organization, String customerId);

  /** Removes a customer's outcomes; {@return their number} What was measured with them stays. */
  long removeOutcomes(OrganizationId organization, String customerId);

  /** Replaces the file of a raw dataset with its conventions and its profile. */
  void replace(RawDataset dataset);

  /** Replaces the file and counts of a feature table, also in the batches that scored it. */
  void replace(FeatureDataset table);

  /** Replaces the event file that was uploaded for a batch. */
  void replaceInput(OrganizationId organization, BatchId batch, UploadedEvents input);

  /** Replaces the file with the predictions of a completed batch. */
  void replaceOutput(OrganizationId organization, BatchId batch, StoredFile output);
}
