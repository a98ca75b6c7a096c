package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.ModelRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Stores models in the table {@code model_metadata}. */
final class PostgresModelRegistry implements ModelRegistry {
  private static final String LATEST_FIRST = " order by requested_at desc, position desc";

  private final Database database;

  PostgresModelRegistry(Database database) {
    this.database = database;
  }

  @Override
  public void add(TrainingRun model) {
    database.inTransaction(
        handle -> {
          ModelRows.insert(handle, model);
          return null;
        });
  }

  @Override
  public TrainingRun complete(OrganizationId organization, ModelId id, ModelVersion outcome) {
    return database.inTransaction(
        handle -> {
          lock(handle, organization);
          TrainingRun known = load(handle, organization, id);
          if (known.outcome() instanceof ModelVersion) {
            return known;
          }
          ModelRows.complete(handle, organization, id, outcome);
          return load(handle, organization, id);
        });
  }

  /** Locks the organization, since versions and the active model are assigned one at a time. */
  private static void lock(Handle handle, OrganizationId organization) {
    handle
        .createQuery("select id from organizations where id = :id for no key update")
        .bind("id", organization.value())
        .map((row, context) -> row.getString(1))
        .findOne();
  }

  @Override
  public void fail(OrganizationId organization, ModelId id, TrainingRun.Failed outcome) {
    database.inTransaction(
        handle -> {
          int updated =
              handle
                  .createUpdate(
                      """
                      update model_metadata
                      set status = 'failed', failed_at = :failedAt, error_message = :reason
                      where organization_id = :organization and id = :id and status <> 'completed'
                      """)
                  .bind("failedAt", Columns.timestamp(outcome.failedAt()))
                  .bind("reason", Columns.text(outcome.reason()))
                  .bind("organization", organization.value())
                  .bind("id", id.value())
                  .execute();
          return updated == 1 ? Optional.empty() : Optional.of(load(handle, organization, id));
        });
  }

  @Override
  public Optional<TrainingRun> find(OrganizationId organization, ModelId id) {
    return database.call(handle -> find(handle, organization, id));
  }

  private static Optional<TrainingRun> find(
      Handle handle, OrganizationId organization, ModelId id) {
    return select(handle, organization, "and m.id = :id", query -> query.bind("id", id.value()))
        .stream()
        .findFirst();
  }

  private static TrainingRun load(Handle handle, OrganizationId organization, ModelId id) {
    return find(handle, organization, id)
        .orElseThrow(
            () ->
                new ChurnException(
                    ErrorCode.NOT_FOUND,
                    "Organization %s has no model %s".formatted(organization, id)));
  }

  @Override
  public List<TrainingRun> findEvenDeleted(OrganizationId organization, Set<ModelId> ids) {
    return database.call(handle -> findEvenDeleted(handle, organization, ids));
  }

  private static List<TrainingRun> findEvenDeleted(
      Handle handle, OrganizationId organization, Set<ModelId> ids) {
    return handle
        .createQuery(ModelRows.SELECT + "and m.id = any (:ids)")
        .bind("organization", organization.value())
        .bindArray("ids", UUID.class, ids.stream().map(ModelId::value).toList())
        .map((row, context) -> ModelRows.read(row))
        .list();
  }

  @Override
  public boolean delete(OrganizationId organization, ModelId id, Instant at) {
    return database.inTransaction(
        handle -> {
          lock(handle, organization);
          Optional<TrainingRun> model = find(handle, organization, id);
          if (model.isEmpty()) {
            if (findEvenDeleted(handle, organization, Set.of(id)).isEmpty()) {
              load(handle, organization, id); // throws
            }
            return false;
          }
          if (model.get().outcome() instanceof TrainingRun.InTraining
              || DeploymentRows.read(handle, organization).models().contains(id)) {
            throw new ChurnException(
                ErrorCode.CONFLICT, "Model %s is deployed or in training".formatted(id));
          }
          handle
              .createUpdate("update model_metadata set deleted_at = :at where id = :id")
              .bind("at", Columns.timestamp(at))
              .bind("id", id.value())
              .execute();
          return true;
        });
  }

  @Override
  public Optional<TrainingRun> findLatest(OrganizationId organization) {
    return database.call(
        handle ->
            select(handle, organization, LATEST_FIRST + " limit 1", UnaryOperator.identity())
                .stream()
                .findFirst());
  }

  @Override
  public List<TrainingRun> findInTraining(OrganizationId organization, DatasetId features) {
    return database.call(
        handle ->
            select(
                handle,
                organization,
                "and m.status = 'training' and m.features_dataset_id = :features" + LATEST_FIRST,
                query -> query.bind("features", features.value())));
  }

  @Override
  public boolean refersTo(OrganizationId organization, DatasetId features) {
    return database.call(
        handle -> FeatureReferences.exist(handle, "model_metadata", organization, features));
  }

  @Override
  public Optional<TrainingRun> findNewest(OrganizationId organization) {
    return database.call(
        handle ->
            select(
                    handle,
                    organization,
                    "and m.version is not null order by m.version desc limit 1",
                    UnaryOperator.identity())
                .stream()
                .findFirst());
  }

  @Override
  public Deployment deployment(OrganizationId organization) {
    return database.call(handle -> DeploymentRows.read(handle, organization));
  }

  @Override
  public void deploy(
      OrganizationId organization, Deployment deployment, ModelActivation.Cause cause) {
    database.inTransaction(
        handle -> {
          lock(handle, organization);
          DeploymentRows.write(handle, organization, deployment, cause);
          return null;
        });
  }

  @Override
  public Page<ModelActivation> activations(OrganizationId organization, PageRequest page) {
    return database.call(handle -> DeploymentRows.history(handle, organization, page));
  }

  @Override
  public Optional<TrainingRun> findActive(OrganizationId organization) {
    return database.call(
        handle ->
            select(handle, organization, "and m.is_active", UnaryOperator.identity()).stream()
                .findFirst());
  }

  @Override
  public Page<TrainingRun> list(OrganizationId organization, PageRequest page) {
    return database.call(
        handle -> {
          List<TrainingRun> items =
              select(
                  handle,
                  organization,
                  LATEST_FIRST + " limit :limit offset :offset",
                  query -> query.bind("limit", page.limit()).bind("offset", page.offset()));
          long total =
              handle
                  .createQuery(
                      "select count(*) from model_metadata"
                          + " where organization_id = :organization and deleted_at is null")
                  .bind("organization", organization.value())
                  .mapTo(Long.class)
                  .one();
          return new Page<>(items, total, page);
        });
  }

  private static List<TrainingRun> select(
      Handle handle, OrganizationId organization, String rest, UnaryOperator<Query> binding) {
    Query query =
        handle
            .createQuery(ModelRows.SELECT + "and m.deleted_at is null " + rest)
            .bind("organization", organization.value());
    return binding.apply(query).map((row, context) -> ModelRows.read(row)).list();
  }
}
