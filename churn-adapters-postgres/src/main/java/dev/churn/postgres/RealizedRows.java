package dev.churn.postgres;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.monitoring.RealizedPerformance.Quality;
import dev.churn.domain.monitoring.ValueError;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.statistics.Interval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Reads and writes realized measures; the caller opens the transaction. */
final class RealizedRows {
  private RealizedRows() {}

  static void replace(
      Handle handle,
      OrganizationId organization,
      YearMonth month,
      List<RealizedPerformance> outcomes) {
    handle
        .createUpdate(
            "delete from realised_measures"
                + " where organization_id = :organization and month = :month")
        .bind("organization", organization.value())
        .bind("month", month.atDay(1))
        .execute();
    for (RealizedPerformance realized : outcomes) {
      Update insert =
          handle.createUpdate(
              """
              insert into realised_measures
                (organization_id, population, month, model_id, model_version, role, horizon_days,
                 first_as_of, last_as_of, known_until, row_count, customer_count, unknown_count,
                 churn_rate, mean_predicted, roc_auc, roc_auc_low, roc_auc_high, log_loss, brier,
                 calibration_error, top_decile_lift, bin_from, bin_to, bin_rows, bin_predicted,
                 bin_observed, activity_row_count, activity_customer_count, activity_promised,
                 activity_seen, activity_error, spend_row_count, spend_customer_count,
                 spend_promised, spend_seen, spend_error)
              values
                (:organization, :population, :month, :model, :version, :role, :horizon,
                 :firstAsOf, :lastAsOf, :knownUntil, :rows, :customers, :unknown, :churnRate,
                 :predicted,
                 :rocAuc, :rocAucLow, :rocAucHigh, :logLoss, :brier, :calibrationError, :lift,
                 :binFrom, :binTo, :binRows, :binPredicted, :binObserved,
                 :activityRows, :activityCustomers, :activityPromised, :activitySeen,
                 :activityError, :spendRows, :spendCustomers, :spendPromised, :spendSeen,
                 :spendError)
              """);
      insert
          .bind("organization", organization.value())
          .bind("month", month.atDay(1))
          .bind("model", realized.group().model().value())
          .bind("version", realized.group().version())
          .bind("role", Columns.code(realized.group().role()))
          .bind("population", Columns.code(realized.population()))
          .bind("rows", realized.rows())
          .bind("customers", realized.customers())
          .bind("unknown", realized.unknown())
          .bind("churnRate", realized.churnRate())
          .bind("predicted", realized.meanPredicted());
      CutColumns.bind(insert, realized.cut());
      bind(insert, "activity", realized.activity());
      bind(insert, "spend", realized.spend());
      bind(insert, realized.quality()).execute();
    }
  }

  private static Update bind(Update insert, Optional<Quality> quality) {
    insert
        .bind("rocAuc", quality.map(Quality::rocAuc))
        .bind("rocAucLow", quality.map(q -> q.rocAucInterval().low()))
        .bind("rocAucHigh", quality.map(q -> q.rocAucInterval().high()))
        .bind("logLoss", quality.map(Quality::logLoss))
        .bind("brier", quality.map(Quality::brier))
        .bind("calibrationError", quality.map(Quality::calibrationError))
        .bind("lift", quality.map(Quality::topDecileLift));
    bindBins(insert, "binFrom", Double.class, quality, ReliabilityBin::from);
    bindBins(insert, "binTo", Double.class, quality, ReliabilityBin::to);
    bindBins(insert, "binRows", Long.class, quality, ReliabilityBin::rows);
    bindBins(insert, "binPredicted", Double.class, quality, ReliabilityBin::meanPredicted);
    bindBins(insert, "binObserved", Double.class, quality, ReliabilityBin::observed);
    return insert;
  }

  private static void bind(Update insert, String name, Optional<ValueError> error) {
    insert
        .bind(name + "Rows", error.map(ValueError::rows))
        .bind(name + "Customers", error.map(ValueError::customers))
        .bind(name + "Promised", error.map(ValueError::promised))
        .bind(name + "Seen", error.map(ValueError::seen))
        .bind(name + "Error", error.map(ValueError::meanAbsoluteError));
  }

  private static <T> void bindBins(
      Update insert,
      String name,
      Class<T> type,
      Optional<Quality> quality,
      Function<ReliabilityBin, T> part) {
    if (quality.isPresent()) {
      insert.bindArray(name, type, quality.get().reliability().stream().map(part).toList());
    } else {
      insert.bindNull(name, Types.ARRAY);
    }
  }

  static List<RealizedPerformance> read(Handle handle, OrganizationId organization) {
    return handle
        .createQuery("select * from realised_measures where organization_id = :organization")
        .bind("organization", organization.value())
        .map((row, context) -> measures(row))
        .stream()
        .sorted(
            Comparator.comparing(RealizedPerformance::population)
                .thenComparing(RealizedPerformance::group, MonitoringOrder.LATEST_FIRST))
        .toList();
  }

  private static RealizedPerformance measures(ResultSet row) throws SQLException {
    return new RealizedPerformance(
        new PredictionGroup(
            new ModelId(Columns.uuid(row, "model_id")),
            row.getInt("model_version"),
            Columns.parse(ModelRole.class, row.getString("role")),
            YearMonth.from(Columns.date(row, "month"))),
        Columns.parse(Population.class, row.getString("population")),
        CutColumns.read(row),
        row.getLong("row_count"),
        row.getLong("customer_count"),
        row.getLong("unknown_count"),
        row.getDouble("churn_rate"),
        row.getDouble("mean_predicted"),
        row.getObject("roc_auc") == null ? Optional.empty() : Optional.of(quality(row)),
        error(row, "activity"),
        error(row, "spend"));
  }

  private static Optional<ValueError> error(ResultSet row, String name) throws SQLException {
    return row.getObject(name + "_row_count") == null
        ? Optional.empty()
        : Optional.of(
            new ValueError(
                row.getLong(name + "_row_count"),
                row.getLong(name + "_customer_count"),
                row.getDouble(name + "_promised"),
                row.getDouble(name + "_seen"),
                row.getDouble(name + "_error")));
  }

  private static Quality quality(ResultSet row) throws SQLException {
    return new Quality(
        row.getDouble("roc_auc"),
        new Interval(row.getDouble("roc_auc_low"), row.getDouble("roc_auc_high")),
        row.getDouble("log_loss"),
        row.getDouble("brier"),
        row.getDouble("calibration_error"),
        row.getDouble("top_decile_lift"),
        bins(row));
  }

  private static List<ReliabilityBin> bins(ResultSet row) throws SQLException {
    var from = (Double[]) row.getArray("bin_from").getArray();
    var to = (Double[]) row.getArray("bin_to").getArray();
    List<Long> rows = Columns.numbers(row, "bin_rows");
    var predicted = (Double[]) row.getArray("bin_predicted").getArray();
    var observed = (Double[]) row.getArray("bin_observed").getArray();
    List<ReliabilityBin> bins = new ArrayList<>();
    for (int i = 0; i < from.length; i++) {
      bins.add(new ReliabilityBin(from[i], to[i], rows.get(i), predicted[i], observed[i]));
    }
    return bins;
  }
}
