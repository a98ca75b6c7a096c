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

  private static final String BELOW =
      "(p.churn_probability < :probability"
          + " or (p.churn_probability = :probability and p.customer_id > :customer))";

  /**
   * A part of the main batch in which the rows are in the order of a column.
   *
   * @param column the column of {@code customer_predictions p}
   * @param before the place before the first row
   * @param last the place of the last row
   */
  record Range(String column, long before, long last) {}

  private boolean isByValue() {
    return sort == PredictionSort.VALUE_AT_RISK;
  }

  /** {@return whether places in the main batch are those by value} */
  private boolean readsByValue() {
    return isByValue() && hasValues;
  }

  /** {@return the columns of the main batch, which are {@link #COLUMNS}} */
  String columnsOfBatch() {
    // an earlier version may have stored values without ranking by them
    return readsByValue()
        ? COLUMNS
        : COLUMNS.replace("p.value_at_risk", "cast(null as double precision) as value_at_risk");
  }

  /** {@return the terms of an {@code order by}} */
  String terms(String prefix) {
    String byProbability = "<p>churn_probability desc, <p>customer_id";
    return (isByValue() ? "<p>value_at_risk desc nulls last, " + byProbability : byProbability)
        .replace("<p>", prefix);
  }

  /** {@return a condition for rows {@code p} after the last one that was read} */
  String afterLast() {
    return isByValue()
        ? " and (coalesce(p.value_at_risk, '-infinity') < :value"
            + " or (coalesce(p.value_at_risk, '-infinity') = :value and "
            + BELOW
            + "))"
        : " and " + BELOW;
  }

  /** {@return the parts of the main batch from whose beginnings a list is merged} */
  List<Range> ranges(PredictionFilter filter, Optional<PredictionCursor> cursor) {
    long active = cursor.map(PredictionCursor::rank).orElse(0L);
    long lapsed = cursor.map(PredictionCursor::lapsedRank).orElse(0L);
    if (!readsByValue()) {
      Range places = places(filter);
      long read = Math.max(active, lapsed);
      return List.of(new Range(places.column(), Math.max(places.before(), read), places.last()));
    }
    if (filter.include() == Include.ALL && counts.hasLapsed()) {
      return List.of(byValue(Include.ACTIVE, active), byValue(Include.LAPSED, lapsed));
    }
    return List.of(byValue(filter.include(), Math.max(active, lapsed)));
  }

  private Range byValue(Include include, long read) {
    return new Range(
        "p.value_order",
        Math.max(counts.placesBefore(Optional.empty(), include), read),
        counts.lastPlace(Optional.empty(), include));
  }

  /** {@return the places by probability that the rows of the batch have, by segment and state} */
  Range places(PredictionFilter filter) {
    return new Range(
        counts.order(filter.include()),
        counts.placesBefore(filter.segment(), filter.include()),
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
