package dev.churn.postgres;

import dev.churn.domain.erasure.CustomerKey;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.Erasures;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into customer_erasures
                      (id, organization_id, customer_id, customer_hash, requested_at)
                    values (:id, :organization, :customer, :hash, :requestedAt)
                    """)
                .bind("id", erasure.id().value())
                .bind("organization", erasure.organization().value())
                .bind("customer", Columns.text(customerId))
                .bind("hash", erasure.customerHash())
                .bind("requestedAt", Columns.timestamp(erasure.requestedAt()))
                .execute());
  }

  @Override
  public Optional<Erasure> find(OrganizationId organization, ErasureId id) {
    return database.atOneMoment(
        handle -> {
          List<Erasure.Item> items =
              handle
                  .createQuery(
                      """
                      select kind, place, item_count from erasure_items where erasure_id = :id
                      order by kind collate "C", place collate "C"
                      """)
                  .bind("id", id.value())
                  .map(
                      (row, context) ->
                          new Erasure.Item(
                              row.getString("kind"),
                              row.getString("place"),
                              row.getLong("item_count")))
                  .list();
          return handle
              .createQuery(
                  """
                  select * from customer_erasures
                  where organization_id = :organization and id = :id
                  """)
              .bind("organization", organization.value())
              .bind("id", id.value())
              .map(
                  (row, context) ->
                      new Erasure(
                          id,
                          organization,
                          row.getString("customer_hash"),
                          Columns.instant(row, "requested_at"),
                          Columns.optionalInstant(row, "ended_at"),
                          Optional.ofNullable(row.getString("error_message")),
                          items))
              .findOne();
        });
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
                    values (:id, :kind, :place, :count)
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
  public void end(
      OrganizationId organization, ErasureId id, Instant at, Optional<String> errorMessage) {
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    update customer_erasures
                    set ended_at = :at, error_message = :error, customer_id = null
                    where organization_id = :organization and id = :id and ended_at is null
                    """)
                .bind("at", Columns.timestamp(at))
                .bind("error", errorMessage.map(Columns::text).orElse(null))
                .bind("organization", organization.value())
                .bind("id", id.value())
                .execute());
  }
}
