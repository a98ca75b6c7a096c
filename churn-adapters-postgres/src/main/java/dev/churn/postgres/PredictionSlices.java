package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionCursor;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads parts of lists of predictions. A list is pinned to a batch, whose rows never change, and to
 * a state of the rows of other batches. The caller must read within one snapshot of the database.
 */
final class PredictionSlices {
  private final Handle handle;
  private final OrganizationId organization;
  private final PredictionFilter filter;
  private final Pinned pinned;
  private final boolean isOfBatch;

  /**
   * What a list is made of.
   *
   * @param batch the batch whose ranks lead
   * @param state the state of the rows of other batches
   */
  private record Pinned(UUID batch, long state) {}

  private PredictionSlices(
      Handle handle,
      OrganizationId organization,
      PredictionFilter filter,
      Pinned pinned,
      boolean isOfBatch) {
    this.handle = handle;
    this.organization = organization;
    this.filter = filter;
    this.pinned = pinned;
    this.isOfBatch = isOfBatch;
  }

  /** {@return a part of the list of one batch, or of the latest predictions} */
  static PredictionSlice read(
      Handle handle,
      OrganizationId organization,
      Optional<BatchId> batch,
      PredictionFilter filter,
      PredictionSlice.Start start,
      int limit) {
    Optional<PredictionCursor> cursor =
        start instanceof PredictionSlice.After after
            ? Optional.of(after.cursor())
            : Optional.empty();
    cursor.ifPresent(known -> known.requireFilter(filter));
    long offset = start instanceof PredictionSlice.Offset skipped ? skipped.offset() : 0;
    Optional<Pinned> pinned =
        batch.isPresent()
            ? batchOf(handle, organization, batch.get(), cursor)
            : latest(handle, organization, cursor);
    if (pinned.isEmpty()) {
      return new PredictionSlice(List.of(), offset, 0, Optional.empty());
    }
    var slices =
        new PredictionSlices(handle, organization, filter, pinned.get(), batch.isPresent());
    return slices.read(cursor, offset, limit);
  }

  private static Optional<Pinned> batchOf(
      Handle handle,
      OrganizationId organization,
      BatchId batch,
      Optional<PredictionCursor> cursor) {
    if (cursor.isPresent() && !cursor.get().batch().equals(batch)) {
      throw new ChurnException(
          ErrorCode.INVALID_INPUT, "cursor: expected one of this batch, found one of another list");
    }
    return handle
        .createQuery(
            """
            select id from prediction_batches
            where organization_id = :organization and id = :id and status = 'completed'
            """)
        .bind("organization", organization.value())
        .bind("id", batch.value())
        .mapTo(UUID.class)
        .findOne()
        .map(id -> new Pinned(id, 0));
  }

  private static Optional<Pinned> latest(
      Handle handle, OrganizationId organization, Optional<PredictionCursor> cursor) {
    record State(Pinned now, long oldest) {}
    Optional<State> found =
        handle
            .createQuery(
                """
                select batch_id, state, oldest_state from latest_batches
                where organization_id = :organization and batch_id is not null
                """)
            .bind("organization", organization.value())
            .map(
                (row, context) ->
                    new State(
                        new Pinned(row.getObject("batch_id", UUID.class), row.getLong("state")),
                        row.getLong("oldest_state")))
            .findOne();
    if (cursor.isEmpty()) {
      return found.map(State::now);
    }
    PredictionCursor known = cursor.get();
    return Optional.of(
        found
            .filter(
                state -> known.state() >= state.oldest() && known.state() <= state.now().state())
            .map(state -> new Pinned(known.batch().value(), known.state()))
            .orElseThrow(
                () ->
                    new ChurnException(
                        ErrorCode.CONFLICT,
                        "The list has changed too much to be continued; begin it again")));
  }

  private PredictionSlice read(Optional<PredictionCursor> cursor, long offset, int limit) {
    long total = cursor.map(PredictionCursor::total).orElseGet(this::total);
    long position = cursor.map(PredictionCursor::position).orElse(offset);
    if (position >= total) {
      return new PredictionSlice(List.of(), position, total, Optional.empty());
    }
    List<CustomerPrediction> items = items(cursor, offset, limit);
    long read = position + items.size();
    if (read >= total || items.isEmpty()) {
      return new PredictionSlice(items, position, total, Optional.empty());
    }
    return new PredictionSlice(
        items, position, total, Optional.of(next(items, cursor, read, total)));
  }

  private PredictionCursor next(
      List<CustomerPrediction> items, Optional<PredictionCursor> cursor, long read, long total) {
    CustomerPrediction last = items.get(items.size() - 1);
    long rank =
        items.stream()
            .filter(item -> item.batch().value().equals(pinned.batch()))
            .mapToLong(CustomerPrediction::rank)
            .max()
            .orElseGet(() -> cursor.map(PredictionCursor::rank).orElse(0L));
    return new PredictionCursor(
        pinned.state(),
        new BatchId(pinned.batch()),
        rank,
        last.probability().value(),
        last.customerId(),
        read,
        total,
        filter.fingerprint());
  }

  private List<CustomerPrediction> items(
      Optional<PredictionCursor> cursor, long offset, int limit) {
    if (cursor.isEmpty() && !isOfBatch && filter.isOnlySegment()) {
      return LatestPredictions.page(
              handle, organization, filter.segment(), new PageRequest(limit, offset))
          .items();
    }
    // ranks of an unfiltered batch give the start of a part, and nothing before it is read
    boolean isByRank = isOfBatch && filter.equals(PredictionFilter.of(Optional.empty()));
    long skipped = isByRank ? offset : 0;
    Query query =
        handle.createQuery(
            "with wanted as (select * from (("
                + ofBatch()
                + (cursor.isPresent() ? AFTER : "")
                + " order by p.rank_order limit :reach)"
                + (isOfBatch ? "" : " union all (" + ofOthers(cursor.isPresent()) + ")")
                + ") q order by churn_probability desc, customer_id limit :limit offset :offset) "
                + PredictionRows.SELECT
                + """
                join wanted w on w.batch_id = p.batch_id and w.rank_order = p.rank_order
                where not p.is_shadow
                order by w.churn_probability desc, w.customer_id
                """);
    cursor.ifPresent(
        known ->
            query.bind("probability", known.probability()).bind("customer", known.customerId()));
    return bind(query)
        .bind("after", cursor.map(PredictionCursor::rank).orElse(skipped))
        .bind("reach", offset - skipped + limit)
        .bind("limit", limit)
        .bind("offset", offset - skipped)
        .map((row, context) -> PredictionRows.read(row))
        .list();
  }

  private static final String AFTER =
      """
       and (p.churn_probability < :probability
         or (p.churn_probability = :probability and p.customer_id > :customer))
      """;

  /** Rows of the main batch whose customer has no separate row in the state of the list. */
  private static final String VISIBLE =
      """
       and not exists (
        select from earlier_predictions h
        where h.organization_id = :organization and h.customer_id = p.customer_id
          and h.since <= :state
      ) and not exists (
        select from past_predictions h
        where h.organization_id = :organization and h.customer_id = p.customer_id
          and h.since <= :state and h.until > :state
      )
      """;

  private String ofBatch() {
    return """
        select p.batch_id, p.rank_order, p.churn_probability, p.customer_id
        from customer_predictions p
        where p.batch_id = :batch and not p.is_shadow and p.rank_order > :after
        """
        + condition()
        + (isOfBatch ? "" : VISIBLE)
        + (filter.asOf().isPresent()
            ? " and (select as_of from prediction_batches where id = :batch) = :asOf"
            : "");
  }

  private String ofOthers(boolean isContinued) {
    String columns =
        "p.batch_id, p.rank_order, p.churn_probability, p.customer_id"
            + (filter.modelVersion().isPresent() ? ", p.model_version" : "");
    return "select batch_id, rank_order, churn_probability, customer_id from ("
        + others("earlier_predictions", columns, "")
        + " union all "
        + others("past_predictions", columns, " and e.until > :state")
        + ") p where true"
        + condition()
        + (isContinued ? AFTER : "")
        + " order by churn_probability desc, customer_id limit :reach";
  }

  /** {@return the rows of other batches in a table; the version of the model is in their batch} */
  private String others(String table, String columns, String rest) {
    boolean isByModel = filter.modelVersion().isPresent();
    return "select "
        + columns
            .replace("p.batch_id", "e.batch_id")
            .replace("p.rank_order", "e.rank_order")
            .replace("p.churn_probability", "e.churn_probability")
            .replace("p.customer_id", "e.customer_id")
        + " from "
        + table
        + " e"
        + (isByModel
            ? " join customer_predictions p on p.batch_id = e.batch_id"
                + " and p.rank_order = e.rank_order and not p.is_shadow"
            : "")
        + " where e.organization_id = :organization and e.since <= :state"
        + rest
        + (filter.asOf().isPresent() ? " and e.as_of = :asOf" : "");
  }

  private String condition() {
    return " and p.churn_probability >= :from and p.churn_probability < :below"
        + " and p.churn_probability <= :most"
        + (filter.modelVersion().isPresent() ? " and p.model_version = :version" : "")
        + (filter.text().isPresent() ? " and position(:text in p.customer_id) > 0" : "");
  }

  private Query bind(Query query) {
    query
        .bind("batch", pinned.batch())
        .bind("from", filter.lowest())
        .bind("below", filter.below())
        .bind("most", filter.atMost().orElse(1));
    if (!isOfBatch) {
      query.bind("organization", organization.value()).bind("state", pinned.state());
    }
    filter.asOf().ifPresent(day -> query.bind("asOf", day));
    filter.modelVersion().ifPresent(version -> query.bind("version", version));
    filter.text().ifPresent(text -> query.bind("text", text));
    return query;
  }

  private long total() {
    OptionalLong known = knownTotal();
    if (known.isPresent()) {
      return known.getAsLong();
    }
    String sql =
        "select (select count(*) from ("
            + ofBatch()
            + ") b)"
            + (isOfBatch
                ? ""
                : " + (select count(*) from ("
                    + ofOthers(false).replace(" limit :reach", "")
                    + ") o)");
    return bind(handle.createQuery(sql)).bind("after", 0L).mapTo(Long.class).one();
  }

  /** {@return the total of a list that is not filtered by other things than are counted} */
  private OptionalLong knownTotal() {
    if (!filter.isOnlySegment() || (isOfBatch && filter.segment().isPresent())) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        isOfBatch ? lastRank() : LatestPredictions.total(handle, organization, filter.segment()));
  }

  private long lastRank() {
    return handle
        .createQuery(
            "select coalesce(max(rank_order), 0) from customer_predictions"
                + " where batch_id = :batch and not is_shadow")
        .bind("batch", pinned.batch())
        .mapTo(Long.class)
        .one();
  }
}
