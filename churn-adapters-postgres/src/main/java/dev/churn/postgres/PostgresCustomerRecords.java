package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.dataset.StoredFile;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.CustomerRecords;
import java.util.List;
import java.util.UUID;

/** Removes what is stored about single customers. */
final class PostgresCustomerRecords implements CustomerRecords {
  private final Database database;

  PostgresCustomerRecords(Database database) {
    this.database = database;
  }

  @Override
  public List<BatchId> batchesOf(OrganizationId organization, String customerId) {
    // reads all predictions, since no index has the customers of shadow predictions
    return database
        .inLongTransaction(
            handle ->
                handle
                    .createQuery(
                        """
                        select b.id from prediction_batches b
                        where b.organization_id = :organization and b.status = 'completed'
                          and exists (
                            select from customer_predictions p
                            where p.batch_id = b.id and p.customer_id = :customer
                          )
                        order by b.position
                        """)
                    .bind("organization", organization.value())
                    .bind("customer", Columns.text(customerId))
                    .mapTo(UUID.class)
                    .list())
        .stream()
        .map(BatchId::new)
        .toList();
  }

  @Override
  public long removeFrom(OrganizationId organization, BatchId batch, String customerId) {
    return database.inLongTransaction(
        handle -> CustomerRemoval.remove(handle, organization, batch, Columns.text(customerId)));
  }

  @Override
  public long removeLogged(OrganizationId organization, String customerId) {
    return database.inLongTransaction(
        handle ->
            LoggedPredictionRemoval.remove(
                handle,
                organization,
                "organization_id = :organization and customer_id = :customer",
                query -> query.bind("customer", Columns.text(customerId))));
  }

  @Override
  public long removeOutcomes(OrganizationId organization, String customerId) {
    return database.inLongTransaction(
        handle ->
            (long)
                handle
                    .createUpdate(
                        """
                        delete from customer_outcomes
                        where customer_id = :customer and day_id = any (array(
                          select id from outcome_days where organization_id = :organization))
                        """)
                    .bind("organization", organization.value())
                    .bind("customer", Columns.text(customerId))
                    .execute());
  }

  @Override
  public void replace(RawDataset dataset) {
    database.inTransaction(
        handle -> {
          DatasetWriter.replace(handle, dataset);
          return null;
        });
  }

  @Override
  public void replace(FeatureDataset table) {
    database.inTransaction(
        handle -> {
          LatestBatch.lock(handle, table.organizationId()); // several batches are locked below
          DatasetWriter.replace(handle, table);
          return handle
              .createUpdate(
                  """
                  update prediction_batches set input_bucket = :bucket, input_path = :path
                  where organization_id = :organization and features_dataset_id = :id
                  """)
              .bind("bucket", table.file().key().bucket().id())
              .bind("path", table.file().key().path())
              .bind("organization", table.organizationId().value())
              .bind("id", table.id().value())
              .execute();
        });
  }

  @Override
  public void replaceInput(OrganizationId organization, BatchId batch, UploadedEvents input) {
    database.inTransaction(handle -> BatchRows.replaceInput(handle, organization, batch, input));
  }

  @Override
  public void replaceOutput(OrganizationId organization, BatchId batch, StoredFile output) {
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    update prediction_batches set output_bucket = :bucket, output_path = :path,
                      output_size = :size, output_sha256 = :sha256
                    where organization_id = :organization and id = :id and status = 'completed'
                    """)
                .bind("bucket", output.key().bucket().id())
                .bind("path", output.key().path())
                .bind("size", output.size())
                .bind("sha256", output.sha256())
                .bind("organization", organization.value())
                .bind("id", batch.value())
                .execute());
  }
}
