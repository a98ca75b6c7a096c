package dev.churn.postgres;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Interval;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.monitoring.RealizedPerformance.Quality;
import dev.churn.domain.organization.OrganizationId;
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
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;

/** Reads and writes realized measures and comparisons; the caller opens the transaction. */
final class RealizedRows {
  private RealizedRows() {}

  static void replaceMeasures(
      Handle handle,
      OrganizationId organization,
      YearMonth month,
      List<RealizedPerformance> outcomes) {
    delete(handle, "realised_measures", organization, month);
    for (RealizedPerformance realized : outcomes) {
      Update insert =
          handle.createUpdate(
              """
              insert into realised_measures
                (organization_id, month, model_id, model_version, role, row_count, churn_rate,
                 mean_predicted, roc_auc, roc_auc_low, roc_auc_high, log_loss, brier,
                 calibration_error, top_decile_lift, bin_from, bin_to, bin_rows, bin_predicted,
                 bin_observed)
              values
                (:organization, :month, :model, :version, :role, :rows, :churnRate, :predicted,
                 :rocAuc, :rocAucLow, :rocAucHigh, :logLoss, :brier, :calibrationError, :lift,
                 :binFrom, :binTo, :binRows, :binPredicted, :binObserved)
              """);
      insert
          .bind("organization", organization.value())
          .bind("month", month.atDay(1))
          .bind("model", realized.group().model().value())
          .bind("version", realized.group().version())
          .bind("role", Columns.code(realized.group().role()))
          .bind("rows", realized.rows())
          .bind("churnRate", realized.churnRate())
          .bind("predicted", realized.meanPredicted());
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

  static List<RealizedPerformance> measures(Handle handle, OrganizationId organization) {
    return handle
        .createQuery("select * from realised_measures where organization_id = :organization")
        .bind("organization", organization.value())
        .map((row, context) -> measures(row))
        .stream()
        .sorted(Comparator.comparing(RealizedPerformance::group, MonitoringOrder.LATEST_FIRST))
        .toList();
  }

  private static RealizedPerformance measures(ResultSet row) throws SQLException {
    return new RealizedPerformance(
        new PredictionGroup(
            new ModelId(Columns.uuid(row, "model_id")),
            row.getInt("model_version"),
            Columns.parse(ModelRole.class, row.getString("role")),
            YearMonth.from(Columns.date(row, "month"))),
        row.getLong("row_count"),
        row.getDouble("churn_rate"),
        row.getDouble("mean_predicted"),
        row.getObject("roc_auc") == null ? Optional.empty() : Optional.of(quality(row)));
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

  static void replaceComparisons(
      Handle handle,
      OrganizationId organization,
      YearMonth month,
      List<RealizedComparison> comparisons) {
    delete(handle, "realised_comparisons", organization, month);
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into realised_comparisons
              (organization_id, month, champion_id, champion_version, rival_id, rival_version,
               rival_role, row_count, roc_auc_difference, roc_auc_low, roc_auc_high,
               log_loss_difference, log_loss_low, log_loss_high)
            values
              (:organization, :month, :champion, :championVersion, :rival, :rivalVersion, :role,
               :rows, :rocAuc, :rocAucLow, :rocAucHigh, :logLoss, :logLossLow, :logLossHigh)
            """);
    for (RealizedComparison compared : comparisons) {
      Optional<Comparison> difference = compared.difference();
      batch
          .bind("organization", organization.value())
          .bind("month", month.atDay(1))
          .bind("champion", compared.champion().model().value())
          .bind("championVersion", compared.champion().version())
          .bind("rival", compared.rival().model().value())
          .bind("rivalVersion", compared.rival().version())
          .bind("role", Columns.code(compared.rival().role()))
          .bind("rows", compared.rows())
          .bind("rocAuc", difference.map(Comparison::rocAucDifference))
          .bind("rocAucLow", difference.map(d -> d.rocAucInterval().low()))
          .bind("rocAucHigh", difference.map(d -> d.rocAucInterval().high()))
          .bind("logLoss", difference.map(Comparison::logLossDifference))
          .bind("logLossLow", difference.map(d -> d.logLossInterval().low()))
          .bind("logLossHigh", difference.map(d -> d.logLossInterval().high()))
          .add();
    }
    batch.execute();
  }

  static List<RealizedComparison> comparisons(Handle handle, OrganizationId organization) {
    return handle
        .createQuery("select * from realised_comparisons where organization_id = :organization")
        .bind("organization", organization.value())
        .map((row, context) -> comparison(row))
        .stream()
        .sorted(
            Comparator.comparing(RealizedComparison::rival, MonitoringOrder.LATEST_FIRST)
                .thenComparing(compared -> -compared.champion().version()))
        .toList();
  }

  private static RealizedComparison comparison(ResultSet row) throws SQLException {
    YearMonth month = YearMonth.from(Columns.date(row, "month"));
    return new RealizedComparison(
        new PredictionGroup(
            new ModelId(Columns.uuid(row, "champion_id")),
            row.getInt("champion_version"),
            ModelRole.CHAMPION,
            month),
        new PredictionGroup(
            new ModelId(Columns.uuid(row, "rival_id")),
            row.getInt("rival_version"),
            Columns.parse(ModelRole.class, row.getString("rival_role")),
            month),
        row.getLong("row_count"),
        row.getObject("roc_auc_difference") == null
            ? Optional.empty()
            : Optional.of(
                new Comparison(
                    row.getDouble("roc_auc_difference"),
                    new Interval(row.getDouble("roc_auc_low"), row.getDouble("roc_auc_high")),
                    row.getDouble("log_loss_difference"),
                    new Interval(row.getDouble("log_loss_low"), row.getDouble("log_loss_high")))));
  }

  /** Deletes rows of one of the two tables of this class. */
  private static void delete(
      Handle handle, String table, OrganizationId organization, YearMonth month) {
    handle
        .createUpdate(
            "delete from " + table + " where organization_id = :organization and month = :month")
        .bind("organization", organization.value())
        .bind("month", month.atDay(1))
        .execute();
  }
}
