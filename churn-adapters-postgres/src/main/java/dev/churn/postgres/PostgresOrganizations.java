package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.erasure.RemovedRows;
import dev.churn.domain.organization.ActivationRule;
import dev.churn.domain.organization.Organization;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.organization.OrganizationSettings;
import dev.churn.domain.organization.TimeZones;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.Organizations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ObjLongConsumer;
import org.jdbi.v3.core.statement.SqlStatement;

/** Stores organizations in the table {@code organizations}. */
final class PostgresOrganizations implements Organizations {
  private final Database database;

  PostgresOrganizations(Database database) {
    this.database = database;
  }

  @Override
  public void add(Organization organization) {
    organization.parent().ifPresent(this::lock); // one that is being deleted gets no target
    database.call(
        handle ->
            bind(
                    handle.createUpdate(
                        """
                        insert into organizations
                          (id, name, churn_threshold_days, active_window_days,
                           activity_event_types, churn_event_types, pipeline, activation, time_zone,
                           created_at, parent_id)
                        values
                          (:id, :name, :threshold, :window, :types, :churnTypes, :pipeline,
                           :activation, :timeZone, :createdAt, cast(:parent as uuid))
                        """),
                    organization)
                .bind("createdAt", Columns.timestamp(organization.createdAt()))
                .bind("parent", organization.parent().map(OrganizationId::value))
                .execute());
  }

  @Override
  public void update(Organization organization) {
    int updated =
        database.call(
            handle ->
                bind(
                        handle.createUpdate(
                            """
                            update organizations
                            set name = :name, churn_threshold_days = :threshold,
                              active_window_days = :window, activity_event_types = :types,
                              churn_event_types = :churnTypes,
                              pipeline = :pipeline, activation = :activation,
                              time_zone = :timeZone
                            where id = :id and deletion_began_at is null
                            """),
                        organization)
                    .execute());
    if (updated == 0) {
      throw new ChurnException(
          ErrorCode.NOT_FOUND, "There is no organization " + organization.id());
    }
  }

  @Override
  public Optional<Organization> find(OrganizationId id) {
    return find(id, "");
  }

  @Override
  public Organization lock(OrganizationId id) {
    return find(id, " for no key update")
        .orElseThrow(
            () -> new ChurnException(ErrorCode.NOT_FOUND, "There is no organization " + id));
  }

  private Optional<Organization> find(OrganizationId id, String lock) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    "select * from organizations where id = :id and deletion_began_at is null"
                        + lock)
                .bind("id", id.value())
                .map((row, context) -> read(row))
                .findOne());
  }

  @Override
  public List<Organization> targets(OrganizationId organization) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select * from organizations
                    where parent_id = :id and deletion_began_at is null
                    order by created_at, position
                    """)
                .bind("id", organization.value())
                .map((row, context) -> read(row))
                .list());
  }

  @Override
  public Page<Organization> list(PageRequest page) {
    return database.call(
        handle -> {
          List<Organization> items =
              handle
                  .createQuery(
                      """
                      select * from organizations
                      where deletion_began_at is null and parent_id is null
                      order by created_at, position limit :limit offset :offset
                      """)
                  .bind("limit", page.limit())
                  .bind("offset", page.offset())
                  .map((row, context) -> read(row))
                  .list();
          long total =
              handle
                  .createQuery(
                      """
                      select count(*) from organizations
                      where deletion_began_at is null and parent_id is null
                      """)
                  .mapTo(Long.class)
                  .one();
          return new Page<>(items, total, page);
        });
  }

  @Override
  public boolean beginDeletion(OrganizationId id) {
    return database.inTransaction(
        handle -> {
          boolean exists =
              handle
                  .createQuery("select id from organizations where id = :id for update")
                  .bind("id", id.value())
                  .mapTo(UUID.class)
                  .findOne()
                  .isPresent();
          if (!exists) {
            return false;
          }
          boolean isBusy =
              handle
                  .createQuery(
                      """
                      select exists (
                        select from jobs
                        where organization_id = :id and status in ('queued', 'running')
                      )
                      """)
                  .bind("id", id.value())
                  .mapTo(Boolean.class)
                  .one();
          if (isBusy) {
            throw new ChurnException(
                ErrorCode.CONFLICT,
                "Organization %s has unfinished jobs; wait for them or cancel them".formatted(id));
          }
          handle
              .createUpdate(
                  """
                  update organizations set deletion_began_at = coalesce(deletion_began_at, now())
                  where id = :id
                  """)
              .bind("id", id.value())
              .execute();
          return true;
        });
  }

  @Override
  public void purge(OrganizationId id, ObjLongConsumer<RemovedRows> removed) {
    new OrganizationPurge(database, id, removed).run();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Organization organization) {
    OrganizationSettings settings = organization.settings();
    return statement
        .bind("id", organization.id().value())
        .bind("name", Columns.text(organization.name()))
        .bind("threshold", settings.churnThresholdDays())
        .bind("window", settings.activeWindowDays())
        .bind("pipeline", settings.pipeline())
        .bind("activation", Columns.code(settings.activation()))
        .bind("timeZone", TimeZones.idOf(settings.timeZone()))
        .bindArray("types", String.class, (Object[]) Columns.texts(settings.activityEventTypes()))
        .bindArray(
            "churnTypes", String.class, (Object[]) Columns.texts(settings.churnEventTypes()));
  }

  private static Organization read(ResultSet row) throws SQLException {
    return new Organization(
        new OrganizationId(Columns.uuid(row, "id")),
        row.getString("name"),
        new OrganizationSettings(
            row.getInt("churn_threshold_days"),
            row.getInt("active_window_days"),
            Set.copyOf(Columns.texts(row, "activity_event_types")),
            Set.copyOf(Columns.texts(row, "churn_event_types")),
            row.getBoolean("pipeline"),
            Columns.parse(ActivationRule.class, row.getString("activation")),
            TimeZones.parse(row.getString("time_zone"))),
        Columns.instant(row, "created_at"),
        Optional.ofNullable(row.getObject("parent_id", UUID.class)).map(OrganizationId::new));
  }
}
