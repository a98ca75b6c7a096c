package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.Dataset;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.dataset.FeatureDataset;
import dev.churn.domain.dataset.FileCheck;
import dev.churn.domain.dataset.RawDataset;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.DatasetCatalog;
import dev.churn.domain.storage.ObjectKey;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Stores datasets in the table {@code datasets} and its child tables. */
final class PostgresDatasetCatalog implements DatasetCatalog {
  private static final String LATEST_FIRST = " order by uploaded_at desc, position desc";

  private final Database database;

  PostgresDatasetCatalog(Database database) {
    this.database = database;
  }

  @Override
  public void add(RawDataset dataset) {
    database.inTransaction(
        handle -> {
          DatasetWriter.insert(handle, dataset);
          return null;
        });
  }

  @Override
  public void update(RawDataset dataset) {
    String statement =
        dataset.organizationId().isTarget()
            ? """
              insert into target_datasets (organization_id, dataset_id, status, error_message)
              select :organization, id, :status, :error from datasets
              where id = :id and dataset_type = 'raw' and organization_id = %s
              on conflict (organization_id, dataset_id) do update set
                status = excluded.status, error_message = excluded.error_message
              """
                .formatted(Columns.owner(dataset.organizationId()))
            : """
              update datasets set status = :status, error_message = :error
              where organization_id = :organization and id = :id and dataset_type = 'raw'
              """;
    int updated =
        database.call(
            handle ->
                handle
                    .createUpdate(statement)
                    .bind("status", Columns.code(dataset.status()))
                    .bind("error", dataset.errorMessage().map(Columns::text))
                    .bind("organization", dataset.organizationId().value())
                    .bind("id", dataset.id().value())
                    .execute());
    if (updated == 0) {
      throw notFound(dataset.organizationId(), dataset.id());
    }
  }

  @Override
  public FeatureDataset putFeatures(FeatureDataset dataset) {
    return database.inTransaction(
        handle -> {
          requireRaw(handle, dataset.organizationId(), dataset.sourceId());
          DatasetWriter.insert(handle, dataset);
          return (FeatureDataset)
              find(handle, dataset.organizationId(), dataset.id()).orElseThrow();
        });
  }

  /**
   * Requires a raw dataset and locks its row, so that it is not deleted while its feature table is
   * stored.
   */
  private static void requireRaw(Handle handle, OrganizationId organization, DatasetId id) {
    Optional<String> found =
        handle
            .createQuery(
                """
                select id from datasets
                where organization_id = %s and id = :id and dataset_type = 'raw'
                for no key update
                """
                    .formatted(Columns.owner(organization)))
            .bind("organization", organization.value())
            .bind("id", id.value())
            .map((row, context) -> row.getString(1))
            .findOne();
    if (found.isEmpty()) {
      throw notFound(organization, id);
    }
  }

  @Override
  public Optional<Dataset> find(OrganizationId organization, DatasetId id) {
    return database.call(handle -> find(handle, organization, id));
  }

  private static Optional<Dataset> find(Handle handle, OrganizationId organization, DatasetId id) {
    return select(handle, organization, "and d.id = :id", query -> query.bind("id", id.value()))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<FeatureDataset> findFeaturesOf(OrganizationId organization, DatasetId raw) {
    return database.call(handle -> tablesOf(handle, organization, raw, " limit 1")).stream()
        .findFirst();
  }

  @Override
  public List<FeatureDataset> listFeaturesOf(OrganizationId organization, DatasetId raw) {
    return database.call(handle -> tablesOf(handle, organization, raw, ""));
  }

  private static List<FeatureDataset> tablesOf(
      Handle handle, OrganizationId organization, DatasetId raw, String limit) {
    return select(
            handle,
            organization,
            "and source_dataset_id = :raw" + LATEST_FIRST + limit,
            query -> query.bind("raw", raw.value()))
        .stream()
        .map(FeatureDataset.class::cast)
        .toList();
  }

  @Override
  public Optional<FeatureDataset> findLatestFeatures(OrganizationId organization) {
    return database.call(
        handle ->
            select(
                    handle,
                    organization,
                    "and dataset_type = 'features'" + LATEST_FIRST + " limit 1",
                    UnaryOperator.identity())
                .stream()
                .findFirst()
                .map(FeatureDataset.class::cast));
  }

  @Override
  public void putCheck(FileCheck check) {
    database.inTransaction(
        handle -> {
          requireRaw(handle, check.organizationId(), check.dataset());
          FileCheckRows.put(handle, check);
          return null;
        });
  }

  @Override
  public Optional<FileCheck> findCheck(OrganizationId organization, DatasetId raw) {
    return database.inTransaction(handle -> FileCheckRows.find(handle, organization, raw));
  }

  @Override
  public void putDefinition(
      OrganizationId organization, DatasetId table, ChurnDefinition definition) {
    database.inTransaction(
        handle -> {
          if (find(handle, organization, table)
              .filter(FeatureDataset.class::isInstance)
              .isEmpty()) {
            throw new ChurnException(
                ErrorCode.NOT_FOUND,
                "Organization %s has no feature table %s".formatted(organization, table));
          }
          DefinitionRows.put(handle, organization, table, definition);
          return null;
        });
  }

  @Override
  public Optional<ChurnDefinition> findDefinition(OrganizationId organization, DatasetId table) {
    return database.atOneMoment(handle -> DefinitionRows.find(handle, organization, table));
  }

  @Override
  public Optional<RawDataset> findReference(RawDataset raw) {
    return database.call(
        handle ->
            select(
                    handle,
                    raw.organizationId(),
                    FileCheckRows.of(
                            raw.organizationId(),
                            """
                    and dataset_type = 'raw' and has_churn_label = :labelled
                    and uploaded_at < :uploadedAt
                    and exists (
                      select from datasets f
                      where f.source_dataset_id = d.id and f.organization_id = :organization)
                    and not exists (
                      select from <checks> c join <findings> using (<key>)
                      where c.organization_id = :organization and c.dataset_id = d.id
                        and not c.is_forced)
                    """)
                        + LATEST_FIRST
                        + " limit 1",
                    query ->
                        query
                            .bind("labelled", raw.options().hasChurnLabel())
                            .bind("uploadedAt", Columns.timestamp(raw.uploadedAt())))
                .stream()
                .findFirst()
                .map(RawDataset.class::cast));
  }

  @Override
  public boolean names(OrganizationId organization, ObjectKey key) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select exists (
                      select from datasets
                      where (organization_id = :organization
                          or dataset_type = 'raw' and organization_id = %s)
                        and bucket = :bucket and path = :path
                    )
                    """
                        .formatted(Columns.owner(organization)))
                .bind("organization", organization.value())
                .bind("bucket", key.bucket().id())
                .bind("path", key.path())
                .mapTo(Boolean.class)
                .one());
  }

  @Override
  public Page<Dataset> list(OrganizationId organization, PageRequest page) {
    return database.call(
        handle -> {
          List<Dataset> items =
              select(
                  handle,
                  organization,
                  LATEST_FIRST + " limit :limit offset :offset",
                  query -> query.bind("limit", page.limit()).bind("offset", page.offset()));
          long total =
              handle
                  .createQuery(
                      """
                      select count(*) from datasets
                      where organization_id = :organization
                        or dataset_type = 'raw' and organization_id = %s
                      """
                          .formatted(Columns.owner(organization)))
                  .bind("organization", organization.value())
                  .mapTo(Long.class)
                  .one();
          return new Page<>(items, total, page);
        });
  }

  @Override
  public boolean delete(OrganizationId organization, DatasetId id) {
    if (organization.isTarget() && findRaw(organization, id).isPresent()) {
      database.inTransaction(
          handle -> {
            for (String table : List.of("target_datasets", "target_checks", "target_steps")) {
              deleteOfTarget(handle, table, "dataset_id", organization, id);
            }
            deleteOfTarget(handle, "datasets", "source_dataset_id", organization, id);
            return null;
          });
      return true;
    }
    return database.call(
            handle ->
                handle
                    .createUpdate(
                        "delete from datasets where organization_id = :organization and id = :id")
                    .bind("organization", organization.value())
                    .bind("id", id.value())
                    .execute())
        > 0;
  }

  private static void deleteOfTarget(
      Handle handle, String table, String column, OrganizationId target, DatasetId raw) {
    handle
        .createUpdate(
            "delete from %s where organization_id = :target and %s = :raw".formatted(table, column))
        .bind("target", target.value())
        .bind("raw", raw.value())
        .execute();
  }

  private static List<Dataset> select(
      Handle handle, OrganizationId organization, String rest, UnaryOperator<Query> binding) {
    Query query =
        handle
            .createQuery(DatasetReader.select(organization) + rest)
            .bind("organization", organization.value());
    return binding.apply(query).map((row, context) -> DatasetReader.read(organization, row)).list();
  }

  private static ChurnException notFound(OrganizationId organization, DatasetId id) {
    return new ChurnException(
        ErrorCode.NOT_FOUND, "Organization %s has no raw dataset %s".formatted(organization, id));
  }
}
