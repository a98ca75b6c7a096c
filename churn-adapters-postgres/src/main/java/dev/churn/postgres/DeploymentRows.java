package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.deployment.CustomerSlots;
import dev.churn.domain.deployment.Deployment;
import dev.churn.domain.deployment.Deployment.Challenger;
import dev.churn.domain.deployment.ModelActivation;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Requester;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Reads and writes the deployment of models: {@code is_active} of {@code model_metadata}, and the
 * tables {@code deployed_models} and {@code model_activations}; the caller opens the transaction.
 */
final class DeploymentRows {
  private DeploymentRows() {}

  private record Row(ModelId model, ModelRole role, double share, Optional<CustomerSlots> slots) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(
          new ModelId(Columns.uuid(row, "model_id")),
          Columns.parse(ModelRole.class, row.getString("role")),
          row.getDouble("share"),
          Optional.ofNullable(row.getBytes("slots")).map(CustomerSlots::of));
    }
  }

  /** Reads the deployment in one statement, so that it cannot see half of a change. */
  static Deployment read(Handle handle, OrganizationId organization) {
    List<Row> rows =
        handle
            .createQuery(
                """
                select id as model_id, 'champion' as role, null::double precision as share,
                  null::bytea as slots, -1 as position
                from model_metadata where organization_id = :organization and is_active
                union all
                select model_id, role, share, slots, position
                from deployed_models where organization_id = :organization
                order by position
                """)
            .bind("organization", organization.value())
            .map((row, context) -> Row.read(row))
            .list();
    Optional<ModelId> champion = Optional.empty();
    List<Challenger> challengers = new ArrayList<>();
    List<ModelId> shadows = new ArrayList<>();
    for (Row row : rows) {
      switch (row.role()) {
        case CHAMPION -> champion = Optional.of(row.model());
        case CHALLENGER ->
            challengers.add(new Challenger(row.model(), row.share(), row.slots().orElseThrow()));
        case SHADOW -> shadows.add(row.model());
      }
    }
    return new Deployment(champion, challengers, shadows);
  }

  /** Replaces the deployment; the caller has locked the organization. */
  static void write(
      Handle handle,
      OrganizationId organization,
      Deployment deployment,
      ModelActivation.Cause cause) {
    requireTrained(handle, organization, deployment);
    ModelId champion = deployment.champion().orElseThrow();
    Optional<ModelId> previous = read(handle, organization).champion();
    handle
        .createUpdate("delete from deployed_models where organization_id = :organization")
        .bind("organization", organization.value())
        .execute();
    insertOthers(handle, organization, deployment);
    if (!previous.equals(Optional.of(champion))) {
      // deactivate first, then activate, so that there is never more than one active model
      setActive(handle, organization, previous, false);
      setActive(handle, organization, Optional.of(champion), true);
      insertActivation(handle, organization, champion, cause, previous);
    }
  }

  private static void requireTrained(
      Handle handle, OrganizationId organization, Deployment deployment) {
    List<ModelId> wanted = deployment.models();
    Set<UUID> trained =
        handle
            .createQuery(
                """
                select id from model_metadata
                where organization_id = :organization and status = 'completed'
                  and deleted_at is null and id = any(:ids)
                """)
            .bind("organization", organization.value())
            .bindArray("ids", UUID.class, wanted.stream().map(ModelId::value).toArray())
            .mapTo(UUID.class)
            .set();
    for (ModelId id : wanted) {
      if (!trained.contains(id.value())) {
        throw new ChurnException(
            ErrorCode.NOT_FOUND,
            "Organization %s has no trained model %s".formatted(organization, id));
      }
    }
  }

  private static void setActive(
      Handle handle, OrganizationId organization, Optional<ModelId> model, boolean active) {
    model.ifPresent(
        id ->
            handle
                .createUpdate(
                    """
                    update model_metadata set is_active = :active
                    where organization_id = :organization and id = :id
                    """)
                .bind("active", active)
                .bind("organization", organization.value())
                .bind("id", id.value())
                .execute());
  }

  private static void insertOthers(
      Handle handle, OrganizationId organization, Deployment deployment) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into deployed_models (model_id, organization_id, role, position, share, slots)
            values (:model, :organization, :role, :position, :share, :slots)
            """);
    int position = 0;
    for (Challenger challenger : deployment.challengers()) {
      batch
          .bind("model", challenger.model().value())
          .bind("organization", organization.value())
          .bind("role", Columns.code(ModelRole.CHALLENGER))
          .bind("position", position++)
          .bind("share", (Double) challenger.share())
          .bind("slots", challenger.slots().toBytes())
          .add();
    }
    for (ModelId shadow : deployment.shadows()) {
      batch
          .bind("model", shadow.value())
          .bind("organization", organization.value())
          .bind("role", Columns.code(ModelRole.SHADOW))
          .bind("position", position++)
          .bind("share", (Double) null)
          .bind("slots", (byte[]) null)
          .add();
    }
    if (position > 0) {
      batch.execute();
    }
  }

  private static void insertActivation(
      Handle handle,
      OrganizationId organization,
      ModelId champion,
      ModelActivation.Cause cause,
      Optional<ModelId> previous) {
    handle
        .createUpdate(
            """
            insert into model_activations
              (organization_id, model_id, version, activated_at, activated_by, reason,
               previous_model_id)
            select organization_id, id, version, :at, :by, :reason, cast(:previous as uuid)
            from model_metadata where organization_id = :organization and id = :id
            """)
        .bind("organization", organization.value())
        .bind("id", champion.value())
        .bind("at", Columns.timestamp(cause.at()))
        .bind("by", cause.by().map(Requester::name).orElse(null))
        .bind("reason", Columns.text(cause.reason()))
        .bind("previous", previous.map(ModelId::value).orElse(null))
        .execute();
  }

  static Page<ModelActivation> history(
      Handle handle, OrganizationId organization, PageRequest page) {
    List<ModelActivation> items =
        handle
            .createQuery(
                """
                select * from model_activations where organization_id = :organization
                order by position desc limit :limit offset :offset
                """)
            .bind("organization", organization.value())
            .bind("limit", page.limit())
            .bind("offset", page.offset())
            .map((row, context) -> readActivation(row))
            .list();
    long total =
        handle
            .createQuery(
                "select count(*) from model_activations where organization_id = :organization")
            .bind("organization", organization.value())
            .mapTo(Long.class)
            .one();
    return new Page<>(items, total, page);
  }

  private static ModelActivation readActivation(ResultSet row) throws SQLException {
    return new ModelActivation(
        new ModelId(Columns.uuid(row, "model_id")),
        row.getInt("version"),
        new ModelActivation.Cause(
            Columns.instant(row, "activated_at"),
            Optional.ofNullable(row.getString("activated_by")).map(Requester::new),
            row.getString("reason")),
        Optional.ofNullable(Columns.uuid(row, "previous_model_id")).map(ModelId::new));
  }
}
