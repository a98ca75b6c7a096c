package dev.churn.postgres;

import dev.churn.domain.batch.BatchId;
import dev.churn.domain.batch.SegmentSums;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.value.ForecastError;
import dev.churn.domain.value.RiskSums;
import dev.churn.domain.value.SpendError;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** Reads and writes what predictions sum up to, and adds up rows. */
final class RiskSumRows {
  /** An array with the sums over rows {@code r} that have a probability and a value at risk. */
  static final String SUMS =
      """
      array[count(*), coalesce(sum(r.churn_probability), 0),
        coalesce(sum(r.churn_probability * (1 - r.churn_probability)), 0),
        count(r.value_at_risk), coalesce(sum(r.value_at_risk), 0),
        coalesce(sum(r.value_at_risk * (1 - r.churn_probability)), 0),
        coalesce(sum(r.value_at_risk * r.value_at_risk), 0),
        coalesce(sum(case when r.churn_probability > 0
          then r.value_at_risk * r.value_at_risk / r.churn_probability end), 0)
      ]::double precision[] as sums
      """;

  private RiskSumRows() {}

  /** {@return the sums of a row with an array {@link #SUMS}} */
  static RiskSums read(ResultSet row) throws SQLException {
    return sums((Double[]) row.getArray("sums").getArray());
  }

  private static RiskSums sums(Double[] cells) {
    return new RiskSums(
        cells[0].longValue(),
        cells[1],
        cells[2],
        cells[3].longValue(),
        cells[4],
        cells[5],
        cells[6],
        cells[7]);
  }

  private static double[] cells(RiskSums sums) {
    return new double[] {
      sums.customers(),
      sums.churners(),
      sums.churnVariance(),
      sums.valued(),
      sums.value(),
      sums.valueSlope(),
      sums.valueSquares(),
      sums.keptSquares()
    };
  }

  /** {@return the parts as a literal of an array, or null} */
  private static String text(List<RiskSums> parts) {
    List<String> rows = new ArrayList<>();
    for (RiskSums part : parts) {
      List<String> row = new ArrayList<>();
      for (double cell : cells(part)) {
        row.add(Double.toString(cell));
      }
      rows.add("{" + String.join(",", row) + "}");
    }
    return "{" + String.join(",", rows) + "}";
  }

  /** {@return the parts in a column of arrays, or empty if it is null} */
  static Optional<List<RiskSums>> parts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    if (array == null) {
      return Optional.empty();
    }
    List<RiskSums> parts = new ArrayList<>();
    for (Double[] cells : (Double[][]) array.getArray()) {
      parts.add(sums(cells));
    }
    return Optional.of(parts);
  }

  /** {@return the sums of a completed batch; empty for batches of earlier versions} */
  static Optional<SegmentSums> ofBatch(ResultSet row) throws SQLException {
    Optional<List<RiskSums>> parts = parts(row, "risk_sums");
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SegmentSums(
                parts.get(),
                new ForecastError(
                    new DayToDay(
                        row.getDouble("day_churn_variance"), row.getDouble("day_churn_degrees")),
                    new SpendError(
                        new DayToDay(
                            row.getDouble("day_spend_variance"),
                            row.getDouble("day_spend_degrees")),
                        row.getDouble("customer_spend_variance")))));
  }

  /** Stores the sums of a batch that has just been completed. */
  static void store(Handle handle, BatchId batch, SegmentSums sums) {
    ForecastError error = sums.error();
    handle
        .createUpdate(
            """
            update prediction_batches set risk_sums = cast(:sums as double precision[]),
              day_churn_variance = :churnVariance, day_churn_degrees = :churnDegrees,
              day_spend_variance = :spendVariance, day_spend_degrees = :spendDegrees,
              customer_spend_variance = :customerVariance
            where id = :batch
            """)
        .bind("sums", text(sums.parts()))
        .bind("churnVariance", error.churn().variance())
        .bind("churnDegrees", error.churn().degrees())
        .bind("spendVariance", error.spend().ofDay().variance())
        .bind("spendDegrees", error.spend().ofDay().degrees())
        .bind("customerVariance", error.spend().ofCustomer())
        .bind("batch", batch.value())
        .execute();
  }

  /** Adds up the answers of a batch anew, if it has sums. */
  static void renew(Handle handle, BatchId batch) {
    List<RiskSums> parts =
        byPart(
            handle
                .createQuery(
                    grouped(
                        """
                        select p.churn_probability, p.value_at_risk, p.is_lapsed
                        from customer_predictions p
                        where p.batch_id = :batch and not p.is_shadow
                        """))
                .bind("batch", batch.value()));
    handle
        .createUpdate(
            """
            update prediction_batches set risk_sums = cast(:sums as double precision[])
            where id = :batch and risk_sums is not null
            """)
        .bind("sums", text(parts))
        .bind("batch", batch.value())
        .execute();
  }

  /**
   * Adds up the separate rows of the latest predictions, less the predictions of the main batch
   * that they hide, if that batch has sums.
   */
  static void renewSeparate(Handle handle, OrganizationId organization, UUID main) {
    List<RiskSums> separate =
        byPart(
            bind(
                handle.createQuery(
                    grouped(
                        """
                        select p.churn_probability, p.value_at_risk, p.is_lapsed
                        from earlier_predictions e join customer_predictions p
                          on p.batch_id = e.batch_id and p.rank_order = e.rank_order
                        where e.organization_id = :organization and not p.is_shadow
                          -- names the batches, or all predictions would be read
                          and p.batch_id = any (array(
                            select distinct o.batch_id from earlier_predictions o
                            where o.organization_id = :organization
                          ))
                        """)),
                organization));
    List<RiskSums> hidden =
        byPart(
            bind(
                    handle.createQuery(
                        grouped(
                            """
                            select p.churn_probability, p.value_at_risk, p.is_lapsed
                            from customer_predictions p
                              join earlier_predictions e on e.customer_id = p.customer_id
                            where p.batch_id = :main and not p.is_shadow
                              and e.organization_id = :organization
                            """)),
                    organization)
                .bind("main", main));
    List<RiskSums> difference = new ArrayList<>();
    for (int part = 0; part < SegmentSums.PARTS; part++) {
      difference.add(separate.get(part).minus(hidden.get(part)));
    }
    bind(
            handle.createUpdate(
                """
                update latest_batches set besides_risk_sums = cast(:sums as double precision[])
                where organization_id = :organization
                """),
            organization)
        .bind("sums", text(difference))
        .execute();
  }

  /** {@return the sums of the latest predictions} */
  static SegmentSums latest(Handle handle, OrganizationId organization, SegmentSums ofMain) {
    return bind(
            handle.createQuery(
                """
                select besides_risk_sums from latest_batches where organization_id = :organization
                """),
            organization)
        .map((row, context) -> parts(row, "besides_risk_sums"))
        .one()
        .map(ofMain::plus)
        .orElse(ofMain);
  }

  private static <S extends SqlStatement<S>> S bind(S statement, OrganizationId organization) {
    return statement.bind("organization", organization.value());
  }

  private static String grouped(String rows) {
    return """
        select coalesce(r.is_lapsed, false) as lapsed,
          case when r.churn_probability >= :critical then 3
            when r.churn_probability >= :high then 2
            when r.churn_probability >= :medium then 1 else 0 end as segment,
        """
        + SUMS
        + " from ("
        + rows
        + ") r group by 1, 2";
  }

  private static List<RiskSums> byPart(Query grouped) {
    Map<Integer, RiskSums> found = new HashMap<>();
    grouped
        .bind("medium", RiskSegment.MEDIUM.from())
        .bind("high", RiskSegment.HIGH.from())
        .bind("critical", RiskSegment.CRITICAL.from())
        .map(
            (row, context) ->
                found.put(
                    SegmentSums.part(
                        RiskSegment.values()[row.getInt("segment")], row.getBoolean("lapsed")),
                    read(row)))
        .list();
    List<RiskSums> parts = new ArrayList<>();
    for (int part = 0; part < SegmentSums.PARTS; part++) {
      parts.add(found.getOrDefault(part, RiskSums.NONE));
    }
    return parts;
  }
}
