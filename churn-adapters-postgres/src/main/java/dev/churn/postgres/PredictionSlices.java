package dev.churn.postgres;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionCursor;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionSlice;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.batch.SegmentSums;
import dev.churn.domain.batch.StateTotals;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.page.PageRequest;
import dev.churn.domain.value.ExpectedLoss;
import dev.churn.domain.value.RiskSums;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Reads parts of lists of predictions. A list is pinned to a batch, whose rows never change, and to
 * a state of the rows of other batches. The rows of the batch are read along the ranges of {@link
 * ListOrder}. The caller must read within one snapshot of the database.
 */
final class PredictionSlices {
  private final Handle handle;
  private final OrganizationId organization;
  private final PredictionFilter filter;
  private final Pinned pinned;
  private final ListOrder order;
  private final boolean isOfBatch;

  /**
   * What a list is made of.
   *
   * @param batch the batch whose order leads
   * @param counts its predictions
   * @param hasValues whether they are also ranked by value
   * @param sums what they sum up to
   * @param state the state of the rows of other batches
   */
  private record Pinned(
      UUID batch, StateCounts counts, boolean hasValues, Optional<SegmentSums> sums, long state) {}

  private PredictionSlices(
      Handle handle,
      OrganizationId organization,
      PredictionFilter filter,
      PredictionSort sort,
      Pinned pinned,
      boolean isOfBatch) {
    this.handle = handle;
    this.organization = organization;
    this.filter = filter;
    this.pinned = pinned;
    this.order = new ListOrder(sort, pinned.hasValues(), pinned.counts());
    this.isOfBatch = isOfBatch;
  }

  /** {@return a part of the list of one batch, or of the latest predictions} */
  static PredictionSlice read(
      Handle handle,
      OrganizationId organization,
      Optional<BatchId> batch,
      PredictionFilter filter,
      Optional<PredictionSort> sort,
      PredictionSlice.Start start,
      int limit) {
    Optional<PredictionCursor> cursor =
        start instanceof PredictionSlice.After after
            ? Optional.of(after.cursor())
            : Optional.empty();
    cursor.ifPresent(known -> known.requireFilter(filter));
    cursor.ifPresent(known -> known.requireSort(sort));
    Optional<PredictionSort> wanted = cursor.map(PredictionCursor::sort).or(() -> sort);
    long offset = start instanceof PredictionSlice.Offset skipped ? skipped.offset() : 0;
    Optional<Pinned> pinned =
        batch.isPresent()
            ? batchOf(handle, organization, batch.get(), cursor)
            : latest(handle, organization, cursor);
    PredictionSort used =
        wanted.orElseGet(
            () -> PredictionSort.defaultFor(pinned.map(Pinned::hasValues).orElse(false)));
    if (pinned.isEmpty()) {
      return new PredictionSlice(List.of(), used, offset, StateTotals.NONE, 0, Optional.empty());
    }
    var slices =
        new PredictionSlices(handle, organization, filter, used, pinned.get(), batch.isPresent());
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
    return pinned(handle, organization, batch.value(), 0);
  }

  private static Optional<Pinned> pinned(
      Handle handle, OrganizationId organization, UUID batch, long state) {
    return handle
        .createQuery(
            """
            select low_count, medium_count, high_count, critical_count, lapsed_low_count,
              lapsed_medium_count, lapsed_high_count, lapsed_critical_count, risk_sums,
              day_churn_variance, day_churn_degrees, day_spend_variance, day_spend_degrees,
              customer_spend_variance,
              exists (
                select from batch_value_pages where batch_id = :id
              ) as has_values
            from prediction_batches
            where organization_id = :organization and id = :id and status = 'completed'
            """)
        .bind("organization", organization.value())
        .bind("id", batch)
        .map(
            (row, context) ->
                new Pinned(
                    batch,
                    StateCounts.read(row, ""),
                    row.getBoolean("has_values"),
                    RiskSumRows.ofBatch(row),
                    state))
        .findOne();
  }

  private static Optional<Pinned> latest(
      Handle handle, OrganizationId organization, Optional<PredictionCursor> cursor) {
    record State(UUID batch, long state, long oldest) {}
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
                        row.getObject("batch_id", UUID.class),
                        row.getLong("state"),
                        row.getLong("oldest_state")))
            .findOne();
    if (cursor.isEmpty()) {
      return found.flatMap(now -> pinned(handle, organization, now.batch(), now.state()));
    }
    PredictionCursor known = cursor.get();
    return Optional.of(
        found
            .filter(now -> known.state() >= now.oldest() && known.state() <= now.state())
            .flatMap(now -> pinned(handle, organization, known.batch().value(), known.state()))
            .orElseThrow(
                () ->
                    new ChurnException(
                        ErrorCode.CONFLICT,
                        "The list has changed too much to be continued; begin it again")));
  }

  private PredictionSlice read(Optional<PredictionCursor> cursor, long offset, int limit) {
    if (cursor.isEmpty()) {
      Found found = filter.isOnlySegment() ? counted() : found();
      return read(cursor, offset, limit, found.totals()).with(loss(found));
    }
    return read(cursor, offset, limit, cursor.get().totals());
  }

  private PredictionSlice read(
      Optional<PredictionCursor> cursor, long offset, int limit, StateTotals totals) {
    long total = totals.of(filter.include());
    long position = cursor.map(PredictionCursor::position).orElse(offset);
    if (position >= total) {
      return new PredictionSlice(
          List.of(), order.sort(), position, totals, total, Optional.empty());
    }
    List<CustomerPrediction> items = items(cursor, total, offset, limit);
    long read = position + items.size();
    Optional<PredictionCursor> next =
        read >= total || items.isEmpty()
            ? Optional.empty()
            : Optional.of(next(items, cursor, read, totals));
    return new PredictionSlice(items, order.sort(), position, totals, total, next);
  }

  private PredictionCursor next(
      List<CustomerPrediction> items,
      Optional<PredictionCursor> cursor,
      long read,
      StateTotals totals) {
    CustomerPrediction last = items.get(items.size() - 1);
    return new PredictionCursor(
        pinned.state(),
        new BatchId(pinned.batch()),
        order.sort(),
        lastRank(items, false).orElse(cursor.map(PredictionCursor::rank).orElse(0L)),
        lastRank(items, true).orElse(cursor.map(PredictionCursor::lapsedRank).orElse(0L)),
        order.value(last, isOfMainBatch(last)),
        last.probability().value(),
        last.customerId(),
        read,
        totals,
        filter.fingerprint());
  }

  private boolean isOfMainBatch(CustomerPrediction item) {
    return item.batch().value().equals(pinned.batch());
  }

  private OptionalLong lastRank(List<CustomerPrediction> items, boolean isLapsed) {
    return items.stream()
        .filter(item -> isOfMainBatch(item) && item.isLapsed() == isLapsed)
        .mapToLong(CustomerPrediction::rank)
        .max();
  }

  private List<CustomerPrediction> items(
      Optional<PredictionCursor> cursor, long total, long offset, int limit) {
    if (cursor.isEmpty()
        && !isOfBatch
        && filter.isOnlySegment()
        && order.sort() == PredictionSort.CHURN_PROBABILITY) {
      return LatestPredictionPages.page(
              handle,
              organization,
              filter.segment(),
              filter.include(),
              new PageRequest(limit, offset))
          .items();
    }
    List<ListOrder.Range> ranges = order.ranges(filter, cursor, total, offset + limit);
    // places in an unfiltered batch give the ends of a part, and nothing else is read
    boolean isByPlace = ranges.size() == 1 && isByPlace(cursor);
    long skipped = isByPlace ? offset : 0;
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < ranges.size(); i++) {
      parts
          .append(i == 0 ? "(" : " union all (")
          .append(ofBatch(ranges.get(i), i, order.columnsOfBatch()))
          .append(cursor.isPresent() ? order.afterLastOfBatch() : "")
          .append(" order by ")
          .append(ranges.get(i).order())
          .append(" limit :reach)");
    }
    Query query =
        handle.createQuery(
            "with wanted as (select * from ("
                + parts
                + (isOfBatch ? "" : " union all (" + ofOthers(filter, cursor.isPresent()) + ")")
                + ") q order by "
                + order.terms("")
                + " limit :limit offset :offset) "
                + PredictionRows.select(filter.include(), order.sort())
                + """
                join wanted w on w.batch_id = p.batch_id and w.rank_order = p.rank_order
                where not p.is_shadow
                order by \
                """
                + order.terms("w."));
    for (int i = 0; i < ranges.size(); i++) {
      long before = ranges.get(i).before() + skipped;
      long last = ranges.get(i).last();
      query.bind("before" + i, before);
      query.bind("last" + i, isByPlace ? Math.min(last, before + limit) : last);
    }
    cursor.ifPresent(
        known ->
            query
                .bind("value", known.value())
                .bind("probability", known.probability())
                .bind("customer", known.customerId()));
    return bind(query, filter)
        .bind("reach", offset - skipped + limit)
        .bind("limit", limit)
        .bind("offset", offset - skipped)
        .map((row, context) -> PredictionRows.read(row))
        .list();
  }

  /** {@return whether each place of the main batch is one of the list} */
  private boolean isByPlace(Optional<PredictionCursor> cursor) {
    boolean isWhole =
        isOfBatch || (cursor.isEmpty() && !LatestPredictions.hasSeparateRows(handle, organization));
    return isWhole && filter.isOnlySegment() && !order.isSearched(filter);
  }

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

  private String ofBatch(ListOrder.Range range, int index, String columns) {
    return range.select(columns, index)
        + condition()
        + (isOfBatch ? "" : VISIBLE)
        + (filter.asOf().isPresent()
            ? " and (select as_of from prediction_batches where id = :batch) = :asOf"
            : "");
  }

  private String ofOthers(PredictionFilter wanted, boolean isContinued) {
    String columns =
        ListOrder.COLUMNS + (filter.modelVersion().isPresent() ? ", p.model_version" : "");
    String ofState = LatestPredictionPages.ofState("e.is_lapsed", wanted.include());
    return "select "
        + ListOrder.COLUMNS
        + " from ("
        + others("earlier_predictions", columns, ofState)
        + " union all "
        + others("past_predictions", columns, ofState + " and e.until > :state")
        + ") p where true"
        + condition()
        + (isContinued ? order.afterLastOfOthers() : "")
        + " order by "
        + order.terms("p.")
        + " limit :reach";
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
            .replace("p.value_at_risk", "e.value_at_risk")
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

  private Query bind(Query query, PredictionFilter wanted) {
    query
        .bind("batch", pinned.batch())
        .bind("from", filter.lowest())
        .bind("below", filter.below())
        .bind("most", filter.atMost().orElse(1));
    if (!isOfBatch) {
      query.bind("organization", organization.value()).bind("state", pinned.state());
    }
    ListOrder.Range places = order.places(wanted);
    query.bind("beforePlaces", places.before()).bind("lastPlace", places.last());
    filter.asOf().ifPresent(day -> query.bind("asOf", day));
    filter.modelVersion().ifPresent(version -> query.bind("version", version));
    filter.text().ifPresent(text -> query.bind("text", text));
    return query;
  }

  /**
   * What a list has.
   *
   * @param sums those of the customers that it includes, if there are any
   */
  private record Found(StateTotals totals, Optional<RiskSums> sums) {}

  private Optional<ExpectedLoss> loss(Found found) {
    return found.sums().flatMap(sums -> pinned.sums().map(s -> ExpectedLoss.of(sums, s.error())));
  }

  /**
   * {@return what was counted and added up when batches were completed} Servers of earlier versions
   * change the counts alone; the sums of other customers than these are left out.
   */
  private Found counted() {
    StateTotals totals =
        isOfBatch
            ? pinned.counts().totals(filter.segment())
            : LatestPredictionPages.totals(handle, organization, filter.segment());
    Optional<SegmentSums> sums =
        isOfBatch
            ? pinned.sums()
            : pinned.sums().map(known -> RiskSumRows.latest(handle, organization, known));
    return new Found(
        totals,
        sums.map(known -> known.of(filter.segment(), filter.include()))
            .filter(known -> known.customers() == totals.of(filter.include())));
  }

  /** {@return what is counted and added up over the rows} */
  private Found found() {
    RiskSums active = sums(Include.ACTIVE);
    RiskSums lapsed = sums(Include.LAPSED);
    return new Found(
        new StateTotals(active.customers(), lapsed.customers()),
        Optional.of(
            switch (filter.include()) {
              case ACTIVE -> active;
              case LAPSED -> lapsed;
              case ALL -> active.plus(lapsed);
            }));
  }

  private RiskSums sums(Include include) {
    PredictionFilter wanted = filter.with(include);
    ListOrder.Range places = order.places(wanted);
    String ofOthers =
        """
         union all select v.churn_probability, v.value_at_risk from (<others>) o
        join customer_predictions v
          on v.batch_id = o.batch_id and v.rank_order = o.rank_order and not v.is_shadow
        """
            .replace("<others>", ofOthers(wanted, false).replace(" limit :reach", ""));
    String sql =
        "select "
            + RiskSumRows.SUMS
            + " from ("
            + ofBatch(places, 0, "p.churn_probability, p.value_at_risk")
            + (isOfBatch ? "" : ofOthers)
            + ") r";
    return bind(handle.createQuery(sql), wanted)
        .bind("before0", places.before())
        .bind("last0", places.last())
        .map((row, context) -> RiskSumRows.read(row))
        .one();
  }
}
