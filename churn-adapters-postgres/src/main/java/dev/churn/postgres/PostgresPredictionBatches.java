package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.SegmentChanges;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.storage.ObjectKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Stores batches in {@code prediction_batches} and their predictions in {@code
 * customer_predictions}. Locks rows in the order that {@link LatestBatch} gives.
 */
final class PostgresPredictionBatches implements PredictionBatches {
  private static final String SELECT =
      "select * from prediction_batches where organization_id = :organization ";
  private static final String LATEST_FIRST = "order by created_at desc, position desc";
  private static final String UNFINISHED = "status in ('queued', 'running') ";

  /** Number of rows that a cursor fetches at a time. */
  private static final int FETCH = 4096;

  private final Database database;

  PostgresPredictionBatches(Database database) {
    this.database = database;
  }

  @Override
  public void add(PredictionBatch batch) {
    database.inTransaction(
        handle -> {
          BatchRows.insert(handle, batch);
          return null;
        });
  }

  @Override
  public Optional<PredictionBatch> find(OrganizationId organization, BatchId id) {
    return database.call(handle -> find(handle, organization, id, ""));
  }

  private static Optional<PredictionBatch> find(
      Handle handle, OrganizationId organization, BatchId id, String locking) {
    return handle
        .createQuery(SELECT + "and id = :id " + locking)
        .bind("organization", organization.value())
        .bind("id", id.value())
        .map((row, context) -> BatchRows.read(row))
        .findOne();
  }

  /** {@return the batch, locked until the transaction ends} */
  private static PredictionBatch lock(Handle handle, OrganizationId organization, BatchId id) {
    return find(handle, organization, id, "for no key update")
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s has no batch %s".formatted(organization, id)));
  }

  @Override
  public Page<PredictionBatch> list(OrganizationId organization, PageRequest page) {
    return database.call(
        handle -> {
          List<PredictionBatch> items =
              handle
                  .createQuery(SELECT + LATEST_FIRST + " limit :limit offset :offset")
                  .bind("organization", organization.value())
                  .bind("limit", page.limit())
                  .bind("offset", page.offset())
                  .map((row, context) -> BatchRows.read(row))
                  .list();
          long total =
              handle
                  .createQuery(
                      "select count(*) from prediction_batches"
                          + " where organization_id = :organization")
                  .bind("organization", organization.value())
                  .mapTo(Long.class)
                  .one();
          return new Page<>(items, total, page);
        });
  }

  @Override
  public Optional<PredictionBatch> findCompleted(OrganizationId organization, LocalDate last) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + """
                        and status = 'completed' and as_of <= :last
                        order by as_of desc, position desc limit 1
                        """)
                .bind("organization", organization.value())
                .bind("last", last)
                .map((row, context) -> BatchRows.read(row))
                .findOne());
  }

  @Override
  public Optional<PredictionBatch> findBefore(OrganizationId organization, BatchId id) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    SELECT
                        + """
                        and status = 'completed' and (as_of, position) < (
                          select n.as_of, n.position from prediction_batches n
                          where n.organization_id = :organization and n.id = :id
                        )
                        order by as_of desc, position desc limit 1
                        """)
                .bind("organization", organization.value())
                .bind("id", id.value())
                .map((row, context) -> BatchRows.read(row))
                .findOne());
  }

  @Override
  public void delete(OrganizationId organization, BatchId id) {
    database.inLongTransaction(
        handle -> {
          if (findEnded(handle, organization, id, "").isEmpty()) { // refused before it waits
            return null;
          }
          Optional<UUID> main = LatestBatch.lock(handle, organization);
          if (findEnded(handle, organization, id, "for update").isEmpty()) { // deleted meanwhile
            return null;
          }
          main.ifPresent(known -> LatestPredictionRemoval.remove(handle, organization, known, id));
          PredictionRows.delete(handle, id);
          handle
              .createUpdate("delete from prediction_batches where id = :id")
              .bind("id", id.value())
              .execute();
          return null;
        });
  }

  /**
   * {@return the batch, or empty if it does not exist}
   *
   * @throws ChurnException with {@link ErrorCode#CONFLICT} if it has not ended
   */
  private static Optional<PredictionBatch> findEnded(
      Handle handle, OrganizationId organization, BatchId id, String locking) {
    Optional<PredictionBatch> found = find(handle, organization, id, locking);
    if (found.isPresent()
        && !(found.get().state() instanceof Completed || found.get().state() instanceof Failed)) {
      throw new ChurnException(ErrorCode.CONFLICT, "Batch %s has not ended".formatted(id));
    }
    return found;
  }

  @Override
  public List<PredictionBatch> findUnfinished(OrganizationId organization, DatasetId features) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    SELECT + "and features_dataset_id = :features and " + UNFINISHED + LATEST_FIRST)
                .bind("organization", organization.value())
                .bind("features", features.value())
                .map((row, context) -> BatchRows.read(row))
                .list());
  }

  @Override
  public boolean names(OrganizationId organization, ObjectKey key) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select exists (
                      select from prediction_batches
                      where organization_id = :organization
                        and (input_bucket = :bucket and input_path = :path
                          or output_bucket = :bucket and output_path = :path)
                    )
                    """)
                .bind("organization", organization.value())
                .bind("bucket", key.bucket().id())
                .bind("path", key.path())
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public boolean refersTo(OrganizationId organization, DatasetId features) {
    return database.call(
        handle -> FeatureReferences.exist(handle, "prediction_batches", organization, features));
  }

  @Override
  public void start(OrganizationId organization, BatchId id) {
    database.inTransaction(
        handle -> {
          lock(handle, organization, id);
          return handle
              .createUpdate(
                  "update prediction_batches set status = 'running' where id = :id and "
                      + UNFINISHED)
              .bind("id", id.value())
              .execute();
        });
  }

  @Override
  public void store(
      OrganizationId organization,
      BatchId id,
      Source predictions,
      Consumer<CustomerPrediction> ranked) {
    database.inLongTransaction(
        handle -> {
          PredictionBatch batch = lock(handle, organization, id);
          if (batch.state() instanceof Completed || batch.state() instanceof Failed) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Batch %s has ended; nothing can be added".formatted(id));
          }
          PredictionRows.replace(handle, batch, predictions, ranked);
          return null;
        });
  }

  @Override
  public void complete(OrganizationId organization, BatchId id, Completed outcome) {
    database.inLongTransaction(
        handle -> {
          Optional<UUID> main = LatestBatch.createAndLock(handle, organization);
          lock(handle, organization, id);
          if (BatchRows.complete(handle, organization, id, outcome)) {
            outcome.sums().ifPresent(sums -> RiskSumRows.store(handle, id, sums));
            LatestPredictions.publish(handle, organization, main, id);
          }
          return null;
        });
    database.call(handle -> analyze(handle, outcome.risks().total()));
  }

  /**
   * Renews the planner's statistics after a batch that is large for its table: until autovacuum
   * runs, the planner would still assume the size before.
   */
  private static int analyze(Handle handle, long added) {
    boolean grew =
        handle
            .createQuery(
                """
                select 10 * :added >= greatest(reltuples, 0) from pg_class
                where oid = cast('customer_predictions' as regclass)
                """)
            .bind("added", added)
            .mapTo(Boolean.class)
            .one();
    return grew ? handle.execute("analyze earlier_predictions, customer_predictions") : 0;
  }

  @Override
  public void fail(OrganizationId organization, BatchId id, Failed outcome) {
    database.inLongTransaction(
        handle -> {
          lock(handle, organization, id);
          if (BatchRows.fail(handle, organization, id, outcome)) {
            PredictionRows.delete(handle, id);
          }
          return null;
        });
  }

  @Override
  public void read(OrganizationId organization, BatchId id, Consumer<CustomerPrediction> consumer) {
    stream(
        organization,
        id,
        "and not p.is_shadow order by p.is_lapsed is true, p.value_order, p.rank_order",
        row -> consumer.accept(PredictionRows.read(row)));
  }

  @Override
  public void readByCustomer(OrganizationId organization, BatchId id, ScoredConsumer consumer) {
    stream(
        organization,
        id,
        "and b.status = 'completed' order by p.customer_id, p.is_shadow, p.model_version",
        row -> consumer.accept(PredictionRows.read(row), row.getBoolean("is_shadow")));
  }

  @Override
  public void readAtRisk(OrganizationId organization, BatchId id, HashConsumer consumer) {
    database.inLongTransaction(
        handle -> {
          if (find(handle, organization, id, "").map(PredictionBatch::state).orElse(null)
              instanceof Completed completed) {
            long critical = completed.risks().critical();
            CustomerPages.read(handle, id, critical, critical + completed.risks().high(), consumer);
          }
          return null;
        });
  }

  @Override
  public SegmentChanges changes(
      OrganizationId organization, BatchId since, BatchId id, Include include, PageRequest page) {
    return database.atOneMoment(
        handle -> CustomerHistory.changes(handle, organization, since, id, include, page));
  }

  @Override
  public List<CustomerPrediction> history(
      OrganizationId organization, String customerId, int limit) {
    return database.call(handle -> CustomerHistory.of(handle, organization, customerId, limit));
  }

  private interface RowReading {
    void read(ResultSet row) throws SQLException;
  }

  /** Reads rows with a cursor, in a transaction, since the driver uses cursors only there. */
  private void stream(OrganizationId organization, BatchId id, String rest, RowReading reading) {
    database.inLongTransaction(
        handle -> {
          Query query =
              handle
                  .createQuery(
                      PredictionRows.SELECT
                          + "where b.organization_id = :organization and b.id = :id "
                          + rest)
                  .bind("organization", organization.value())
                  .bind("id", id.value())
                  .setFetchSize(FETCH);
          return query.scanResultSet(
              (rows, context) -> {
                ResultSet row = rows.get();
                for (long n = 0; row.next(); n++) {
                  if (n % FETCH == 0) {
                    Interrupts.check("Reading predictions");
                  }
                  reading.read(row);
                }
                return null;
              });
        });
  }

  @Override
  public Page<CustomerPrediction> page(
      OrganizationId organization, BatchId id, Include include, PageRequest page) {
    PredictionSlice slice =
        slice(
            organization,
            Optional.of(id),
            PredictionFilter.of(Optional.empty(), include),
            Optional.of(PredictionSort.CHURN_PROBABILITY),
            new PredictionSlice.Offset(page.offset()),
            page.limit());
    return new Page<>(slice.items(), slice.total(), page);
  }

  @Override
  public PredictionSlice slice(
      OrganizationId organization,
      Optional<BatchId> batch,
      PredictionFilter filter,
      Optional<PredictionSort> sort,
      PredictionSlice.Start start,
      int limit) {
    return database.atOneMoment(
        handle -> PredictionSlices.read(handle, organization, batch, filter, sort, start, limit));
  }

  @Override
  public Page<CustomerPrediction> customers(
      OrganizationId organization,
      Optional<RiskSegment> segment,
      Include include,
      PageRequest page) {
    return database.atOneMoment(
        handle -> LatestPredictionPages.page(handle, organization, segment, include, page));
  }
}
