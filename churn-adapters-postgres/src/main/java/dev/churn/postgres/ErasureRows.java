package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.erasure.Erasure;
import dev.churn.domain.erasure.Erasure.Item;
import dev.churn.domain.erasure.Erasure.Subject;
import dev.churn.domain.erasure.ErasureId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.Page;
import dev.churn.domain.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads erasures with their items. */
final class ErasureRows {
  private ErasureRows() {}

  /** {@return the only erasure that a condition chooses, or empty} */
  static Optional<Erasure> find(Handle handle, String which, UnaryOperator<Query> binding) {
    return read(handle, which, binding).stream().findFirst();
  }

  /** {@return the erasures that a condition chooses, the latest first} */
  static Page<Erasure> list(
      Handle handle, String which, UnaryOperator<Query> binding, PageRequest page) {
    List<Erasure> items =
        read(
            handle,
            which + " order by requested_at desc, position desc limit :limit offset :offset",
            query ->
                binding.apply(query).bind("limit", page.limit()).bind("offset", page.offset()));
    long total =
        binding
            .apply(handle.createQuery("select count(*) from customer_erasures where " + which))
            .mapTo(Long.class)
            .one();
    return new Page<>(items, total, page);
  }

  private static List<Erasure> read(Handle handle, String which, UnaryOperator<Query> binding) {
    List<Erasure> bare =
        binding
            .apply(handle.createQuery("select * from customer_erasures where " + which))
            .map((row, context) -> read(row))
            .list();
    Map<UUID, List<Item>> items =
        items(handle, bare.stream().map(erasure -> erasure.id().value()).toList());
    return bare.stream()
        .map(erasure -> with(erasure, items.getOrDefault(erasure.id().value(), List.of())))
        .toList();
  }

  private static Erasure read(ResultSet row) throws SQLException {
    Optional<String> hash = Optional.ofNullable(row.getString("customer_hash"));
    Optional<UUID> dataset = Optional.ofNullable(row.getObject("dataset_id", UUID.class));
    Optional<UUID> deleted = Optional.ofNullable(row.getObject("deleted_organization", UUID.class));
    Subject subject =
        hash.<Subject>map(Subject.Customer::new)
            .or(() -> dataset.map(id -> new Subject.StoredDataset(new DatasetId(id))))
            .orElseGet(Subject.WholeOrganization::new);
    return new Erasure(
        new ErasureId(Columns.uuid(row, "id")),
        new OrganizationId(
            deleted.isPresent() ? deleted.get() : Columns.uuid(row, "organization_id")),
        subject,
        Columns.instant(row, "requested_at"),
        Columns.optionalInstant(row, "ended_at"),
        Optional.ofNullable(row.getString("error_message")),
        List.of());
  }

  private static Map<UUID, List<Item>> items(Handle handle, List<UUID> erasures) {
    Map<UUID, List<Item>> items = new HashMap<>();
    handle
        .createQuery(
            """
            select * from erasure_items where erasure_id = any (:ids)
            order by kind collate "C", place collate "C"
            """)
        .bindArray("ids", UUID.class, erasures)
        .map(
            (row, context) ->
                items
                    .computeIfAbsent(Columns.uuid(row, "erasure_id"), id -> new ArrayList<>())
                    .add(
                        new Item(
                            row.getString("kind"),
                            row.getString("place"),
                            row.getLong("item_count"))))
        .list();
    return items;
  }

  private static Erasure with(Erasure erasure, List<Item> items) {
    return new Erasure(
        erasure.id(),
        erasure.organization(),
        erasure.subject(),
        erasure.requestedAt(),
        erasure.endedAt(),
        erasure.errorMessage(),
        items);
  }
}
