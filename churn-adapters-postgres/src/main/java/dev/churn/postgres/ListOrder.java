package dev.churn.postgres;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionCursor;
import dev.churn.domain.batch.PredictionFilter;
import dev.churn.domain.batch.PredictionSort;
import java.util.List;
import java.util.Optional;

/**
 * The order of a list in SQL: how its rows are compared, and along which places of its main batch
 * they are read.
 *
 * @param sort the order
 * @param hasValues whether the main batch is ranked by value
 * @param counts the predictions of the main batch
 */
record ListOrder(PredictionSort sort, boolean hasValues, StateCounts counts) {
  /** The columns by which rows are compared, and by which they are found. */
  static final String COLUMNS =
      "p.batch_id, p.rank_order, p.churn_probability, p.customer_id, p.value_at_risk";

  private static final String VALUE = "p.value_at_risk";

  private static final String BELOW =
      "(p.churn_probability < :probability"
          + " or (p.churn_probability = :probability and p.customer_id > :customer))";

  private static final String BATCH = "customer_predictions p where p.batch_id = :batch";

  private static final String PAGES =
      """
      batch_value_pages v
        cross join lateral unnest(v.ranks) with ordinality u (rank_order, place)
        join customer_predictions p on p.batch_id = v.batch_id and p.rank_order = u.rank_order
      where v.batch_id = :batch and v.first_place > :before<i> - <size> and v.first_place <= :last<i>
      """
          .replace("<size>", Integer.toString(ValuePages.SIZE));

  /**
   * A part of the main batch in which the rows have places of their own.
   *
   * @param source where the rows {@code p} are read
   * @param column the column with the places
   * @param order the columns by which the rows are read in the order of the places
   * @param before the place before the first row
   * @param last the place of the last row
   */
  record Range(String source, String column, String order, long before, long last) {
    /**
     * {@return SQL for the rows of the range}
     *
     * @param columns the columns
     * @param index tells the parameters {@code before} and {@code last} of this range from others
     */
    String select(String columns, int index) {
      return "select %s from %s and not p.is_shadow and %s > :before<i> and %s <= :last<i>"
          .formatted(columns, source, column, column)
          .replace("<i>", Integer.toString(index));
    }
  }

  private boolean isByValue() {
    return sort == PredictionSort.VALUE_AT_RISK;
  }

  /** {@return whether places in the main batch are those by value} */
  private boolean readsByValue() {
    return isByValue() && hasValues;
  }

  /** {@return the value by which rows of the main batch are compared} */
  private String valueOfBatch() {
    // an earlier version may have stored values without ranking by them
    return readsByValue() ? VALUE : "cast(null as double precision)";
  }

  /** {@return the columns of the main batch, which are {@link #COLUMNS}} */
  String columnsOfBatch() {
    return COLUMNS.replace(VALUE, valueOfBatch() + " as value_at_risk");
  }

  /** {@return the terms of an {@code order by}} */
  String terms(String prefix) {
    String byProbability = "<p>churn_probability desc, <p>customer_id";
    return (isByValue() ? "<p>value_at_risk desc nulls last, " + byProbability : byProbability)
        .replace("<p>", prefix);
  }

  /** {@return a condition for rows {@code p} of the main batch after the last one that was read} */
  String afterLastOfBatch() {
    return afterLast(valueOfBatch());
  }

  /** {@return a condition for rows {@code p} of other batches after the last one that was read} */
  String afterLastOfOthers() {
    return afterLast(VALUE);
  }

  private String afterLast(String value) {
    return isByValue()
        ? " and (coalesce(<v>, '-infinity') < :value or (coalesce(<v>, '-infinity') = :value and "
                .replace("<v>", value)
            + BELOW
            + "))"
        : " and " + BELOW;
  }

  /**
   * {@return the parts of the main batch from whose beginnings a list is merged}
   *
   * @param total the number of rows of the whole list
   * @param reach the number of rows that are wanted of each part
   */
  List<Range> ranges(
      PredictionFilter filter, Optional<PredictionCursor> cursor, long total, long reach) {
    long active = cursor.map(PredictionCursor::rank).orElse(0L);
    long lapsed = cursor.map(PredictionCursor::lapsedRank).orElse(0L);
    if (!readsByValue()) {
      return List.of(places(filter, Math.max(active, lapsed)));
    }
    boolean isRare = isRare(filter, total, reach);
    if (filter.include() == Include.ALL && counts.hasLapsed()) {
      return List.of(
          byValue(filter, Include.ACTIVE, active, isRare),
          byValue(filter, Include.LAPSED, lapsed, isRare));
    }
    return List.of(byValue(filter, filter.include(), Math.max(active, lapsed), isRare));
  }

  private Range byValue(PredictionFilter filter, Include include, long read, boolean isRare) {
    long before = Math.max(counts.placesBefore(Optional.empty(), include), read);
    long last = counts.lastPlace(Optional.empty(), include);
    return isRare
        ? new Range(
            BATCH
                + " and <place> > :beforePlaces and <place> <= :lastPlace"
                    .replace("<place>", counts.order(filter.include())),
            "p.value_order",
            "p.value_order",
            before,
            last)
        : new Range(PAGES, "p.value_order", "v.first_place, u.place", before, last);
  }

  /**
   * {@return whether it takes less to read and sort all places by probability that may match than
   * to follow the order by value until a part of the list is full} A row costs about twice as much
   * by value, since its place by probability is looked up.
   */
  private boolean isRare(PredictionFilter filter, long total, long reach) {
    if (filter.equals(PredictionFilter.of(Optional.empty(), filter.include()))) {
      return false;
    }
    Range places = places(filter);
    double share = Math.min(1, (double) reach / Math.max(1, total));
    return places.last() - places.before() < 2 * share * counts.of(filter.include()).total();
  }

  /** {@return the places by probability that the rows of the batch have, by segment and state} */
  Range places(PredictionFilter filter) {
    return places(filter, 0);
  }

  private Range places(PredictionFilter filter, long read) {
    String column = counts.order(filter.include());
    return new Range(
        BATCH,
        column,
        column,
        Math.max(counts.placesBefore(filter.segment(), filter.include()), read),
        counts.lastPlace(filter.segment(), filter.include()));
  }

  /** {@return whether the places by value must be searched for those of a segment} */
  boolean isSearched(PredictionFilter filter) {
    return readsByValue() && filter.segment().isPresent();
  }

  /** {@return the value by which a row of the list is compared, negative infinity for none} */
  double value(CustomerPrediction prediction, boolean isOfMainBatch) {
    return isOfMainBatch && !hasValues
        ? Double.NEGATIVE_INFINITY
        : prediction.valueAtRisk().orElse(Double.NEGATIVE_INFINITY);
  }
}
