package dev.churn.postgres;

import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.batch.StateTotals;
import dev.churn.domain.prediction.RiskSegment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The number of predictions in each segment, and how many of them are about lapsed customers. They
 * are never more than all, although servers of earlier versions change only the counts of all.
 */
record StateCounts(RiskDistribution all, RiskDistribution lapsed) {
  StateCounts {
    lapsed =
        new RiskDistribution(
            Math.min(all.low(), lapsed.low()),
            Math.min(all.medium(), lapsed.medium()),
            Math.min(all.high(), lapsed.high()),
            Math.min(all.critical(), lapsed.critical()));
  }

  /** {@return the counts in columns such as {@code batch_low_count}} */
  static StateCounts read(ResultSet row, String prefix) throws SQLException {
    return new StateCounts(counts(row, prefix), counts(row, prefix + "lapsed_"));
  }

  private static RiskDistribution counts(ResultSet row, String prefix) throws SQLException {
    return new RiskDistribution(
        row.getLong(prefix + "low_count"),
        row.getLong(prefix + "medium_count"),
        row.getLong(prefix + "high_count"),
        row.getLong(prefix + "critical_count"));
  }

  RiskDistribution of(Include include) {
    return switch (include) {
      case ACTIVE -> all.minus(lapsed);
      case LAPSED -> lapsed;
      case ALL -> all;
    };
  }

  /** {@return the number of predictions in a segment, or in all} */
  long sum(Optional<RiskSegment> segment, Include include) {
    return segment.map(of(include)::of).orElseGet(of(include)::total);
  }

  StateTotals totals(Optional<RiskSegment> segment) {
    return new StateTotals(sum(segment, Include.ACTIVE), sum(segment, Include.LAPSED));
  }

  boolean hasLapsed() {
    return lapsed.total() > 0;
  }

  /** {@return the number of places in a list of a batch before those of some customers} */
  long placesBefore(Optional<RiskSegment> segment, Include include) {
    long before = include == Include.LAPSED ? of(Include.ACTIVE).total() : 0;
    if (segment.isPresent()) {
      for (RiskSegment other : RiskSegment.values()) {
        if (other.from() > segment.get().from()) {
          before += of(include).of(other);
        }
      }
    }
    return before;
  }

  /** {@return the last place of some customers in a list of a batch} */
  long lastPlace(Optional<RiskSegment> segment, Include include) {
    return placesBefore(segment, include) + sum(segment, include);
  }

  /** {@return the column of {@code customer_predictions p} by whose order a list is read} */
  String order(Include include) {
    return include != Include.ALL && hasLapsed() ? "p.list_order" : "p.rank_order";
  }
}
