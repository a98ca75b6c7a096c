package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.erasure.CustomerKey;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.Erasure.Subject.WholeOrganization;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.port.Erasures;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Stores erasures in the tables {@code customer_erasures} and {@code erasure_items}. */
final class PostgresErasures implements Erasures {
  private final Database database;

  PostgresErasures(Database database) {
    this.database = database;
  }

  @Override
  public CustomerKey key(OrganizationId organization) {
    byte[] made = new byte[CustomerKey.BYTES];
    new SecureRandom().nextBytes(made);
    return database.inTransaction(
        handle -> {
          handle
              .createUpdate(
                  """
                  insert into customer_keys (organization_id, key) values (:organization, :key)
                  on conflict do nothing
                  """)
              .bind("organization", organization.value())
              .bind("key", made)
              .execute();
          return new CustomerKey(
              handle
                  .createQuery(
                      "select key from customer_keys where organization_id = :organization")
                  .bind("organization", organization.value())
                  .mapTo(byte[].class)
                  .one());
        });
  }

  @Override
  public void add(Erasure erasure, String customerId) {
    add(erasure, Optional.of(customerId));
  }

  @Override
  public void add(Erasure erasure) {
    add(erasure, Optional.empty());
  }

  private void add(Erasure erasure, Optional<String> customerId) {
    boolean isWhole = erasure.subject() instanceof WholeOrganization;
    UUID organization = erasure.organization().value();
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into customer_erasures
                      (id, organization_id, deleted_organization, dataset_id, customer_id,
                       customer_hash, requested_at)
                    values (:id, cast(:organization as uuid), cast(:deleted as uuid),
                      cast(:dataset as uuid), :customer, :hash, :requestedAt)
                    """)
                .bind("id", erasure.id().value())
                .bind("organization", isWhole ? null : organization)
                .bind("deleted", isWhole ? organization : null)
                .bind("dataset", erasure.dataset().map(DatasetId::value).orElse(null))
                .bind("customer", customerId.map(Columns::text).orElse(null))
                .bind("hash", erasure.customerHash().orElse(null))
                .bind("requestedAt", Columns.timestamp(erasure.requestedAt()))
                .execute());
  }

  @Override
  public Optional<Erasure> find(OrganizationId organization, ErasureId id) {
    return database.atOneMoment(
        handle ->
            ErasureRows.find(
                handle,
                "organization_id = :organization and id = :id",
                query -> query.bind("organization", organization.value()).bind("id", id.value())));
  }

  @Override
  public Page<Erasure> list(OrganizationId organization, PageRequest page) {
    return database.atOneMoment(
        handle ->
            ErasureRows.list(
                handle,
                "organization_id = :organization",
                query -> query.bind("organization", organization.value()),
                page));
  }

  @Override
  public Optional<Erasure> findOfOrganization(ErasureId id) {
    return database.atOneMoment(
        handle ->
            ErasureRows.find(
                handle,
                "deleted_organization is not null and id = :id",
                query -> query.bind("id", id.value())));
  }

  @Override
  public Page<Erasure> listOfOrganizations(PageRequest page) {
    return database.atOneMoment(
        handle ->
            ErasureRows.list(
                handle, "deleted_organization is not null", UnaryOperator.identity(), page));
  }

  @Override
  public Optional<ErasureId> findRunning(OrganizationId organization) {
    return database
        .call(
            handle ->
                handle
                    .createQuery(
                        """
                        select id from customer_erasures
                        where ended_at is null and (deleted_organization = :organization
                          or deleted_organization
                            = (select parent_id from organizations where id = :organization))
                        """)
                    .bind("organization", organization.value())
                    .mapTo(UUID.class)
                    .findFirst())
        .map(ErasureId::new);
  }

  @Override
  public Optional<String> customer(OrganizationId organization, ErasureId id) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select customer_id from customer_erasures
                    where organization_id = :organization and id = :id and customer_id is not null
                    """)
                .bind("organization", organization.value())
                .bind("id", id.value())
                .mapTo(String.class)
                .findOne());
  }

  @Override
  public void note(ErasureId id, String kind, String place, long count) {
    if (count == 0) {
      return;
    }
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into erasure_items as known (erasure_id, kind, place, item_count)
                    select id, :kind, :place, :count from customer_erasures
                    where id = :id and ended_at is null
                    on conflict (erasure_id, kind, place) do update
                      set item_count = known.item_count + excluded.item_count
                    """)
                .bind("id", id.value())
                .bind("kind", kind)
                .bind("place", place)
                .bind("count", count)
                .execute());
  }

  @Override
  public void lock(ErasureId id) {
    database.call(
        handle ->
            handle
                .createQuery("select id from customer_erasures where id = :id for update")
                .bind("id", id.value())
                .mapTo(UUID.class)
                .list());
  }

  @Override
  public void noteFailure(ErasureId id, String reason) {
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    update customer_erasures set failure = :reason
                    where id = :id and ended_at is null and failure is null
                    """)
                .bind("reason", Columns.text(reason))
                .bind("id", id.value())
                .execute());
  }

  @Override
  public void end(ErasureId id, Instant at, Optional<String> errorMessage) {
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    update customer_erasures
                    set ended_at = :at, error_message = coalesce(failure, :error), customer_id = null
                    where id = :id and ended_at is null
                    """)
                .bind("at", Columns.timestamp(at))
                .bind("error", errorMessage.map(Columns::text).orElse(null))
                .bind("id", id.value())
                .execute());
  }
}
