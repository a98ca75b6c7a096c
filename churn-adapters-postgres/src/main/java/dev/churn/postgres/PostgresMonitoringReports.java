package dev.churn.postgres;

import dev.churn.domain.drift.Drift;
import dev.churn.domain.drift.FeatureDrift;
import dev.churn.domain.feature.ActiveWindow;
import dev.churn.domain.feature.Feature;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.MonitoringReport;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.MonitoringReports;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores reports in {@code monitoring_reports} and its child tables. */
final class PostgresMonitoringReports implements MonitoringReports {
  private final Database database;

  PostgresMonitoringReports(Database database) {
    this.database = database;
  }

  @Override
  public void replace(
      OrganizationId organization, YearMonth month, List<RealizedPerformance> outcomes) {
    database.inTransaction(
        handle -> {
          RealizedRows.replace(handle, organization, month, outcomes);
          return null;
        });
  }

  @Override
  public void replace(
      OrganizationId organization, ModelPair models, List<RealizedComparison> comparisons) {
    database.inTransaction(
        handle -> {
          ComparisonRows.replace(handle, organization, models, comparisons);
          return null;
        });
  }

  @Override
  public void replace(OrganizationId organization, Optional<Drift> drift) {
    database.inTransaction(
        handle -> {
          handle
              .createUpdate(
                  """
                  insert into monitoring_reports
                    (organization_id, drift_model_id, drift_model_version, drift_as_of,
                     drift_window_days)
                  values (:organization, :model, :version, :asOf, :window)
                  on conflict (organization_id) do update set
                    drift_model_id = excluded.drift_model_id,
                    drift_model_version = excluded.drift_model_version,
                    drift_as_of = excluded.drift_as_of,
                    drift_window_days = excluded.drift_window_days
                  """)
              .bind("organization", organization.value())
              .bind("model", drift.map(found -> found.model().value()))
              .bind("version", drift.map(Drift::modelVersion))
              .bind("asOf", drift.map(Drift::asOf))
              .bind("window", drift.map(found -> found.window().days()))
              .execute();
          handle
              .createUpdate("delete from feature_drift where organization_id = :organization")
              .bind("organization", organization.value())
              .execute();
          drift.ifPresent(found -> insertFeatures(handle, organization, found.features()));
          return null;
        });
  }

  private static void insertFeatures(
      Handle handle, OrganizationId organization, List<FeatureDrift> features) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into feature_drift
              (organization_id, position, feature, psi, chance, psi_with_ageing, reference_rows,
               current_rows)
            values (:organization, :position, :feature, :psi, :chance, :withAgeing, :reference,
               :current)
            """);
    for (int i = 0; i < features.size(); i++) {
      FeatureDrift drift = features.get(i);
      batch
          .bind("organization", organization.value())
          .bind("position", i)
          .bind("feature", drift.feature().columnName())
          .bind("psi", drift.psi())
          .bind("chance", drift.chance())
          .bind("withAgeing", drift.withAgeing())
          .bind("reference", drift.referenceRows())
          .bind("current", drift.currentRows())
          .add();
    }
    batch.execute();
  }

  @Override
  public void lookedAt(OrganizationId organization, LocalDate asOf) {
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    insert into monitoring_reports as r (organization_id, as_of)
                    values (:organization, :asOf)
                    on conflict (organization_id) do update
                      set as_of = greatest(r.as_of, excluded.as_of)
                    """)
                .bind("organization", organization.value())
                .bind("asOf", asOf)
                .execute());
  }

  @Override
  public MonitoringReport find(OrganizationId organization) {
    return database.inTransaction(
        handle -> {
          Optional<Head> head =
              handle
                  .createQuery(
                      "select * from monitoring_reports where organization_id = :organization")
                  .bind("organization", organization.value())
                  .map((row, context) -> Head.read(row))
                  .findOne();
          return new MonitoringReport(
              head.flatMap(Head::asOf),
              RealizedRows.read(handle, organization),
              ComparisonRows.read(handle, organization),
              head.filter(found -> found.driftAsOf().isPresent())
                  .map(found -> found.drift(features(handle, organization))));
        });
  }

  private record Head(
      Optional<LocalDate> asOf,
      Optional<ModelId> driftModel,
      int driftModelVersion,
      Optional<LocalDate> driftAsOf,
      int driftWindow) {
    static Head read(ResultSet row) throws SQLException {
      return new Head(
          Optional.ofNullable(Columns.date(row, "as_of")),
          Optional.ofNullable(Columns.uuid(row, "drift_model_id")).map(ModelId::new),
          row.getInt("drift_model_version"),
          Optional.ofNullable(Columns.date(row, "drift_as_of")),
          row.getInt("drift_window_days"));
    }

    Drift drift(List<FeatureDrift> features) {
      return new Drift(
          driftModel.orElseThrow(),
          driftModelVersion,
          driftAsOf.orElseThrow(),
          new ActiveWindow(driftWindow),
          features);
    }
  }

  private static List<FeatureDrift> features(Handle handle, OrganizationId organization) {
    return handle
        .createQuery(
            "select * from feature_drift where organization_id = :organization order by position")
        .bind("organization", organization.value())
        .map(
            (row, context) ->
                new FeatureDrift(
                    feature(row.getString("feature")),
                    row.getDouble("psi"),
                    row.getDouble("chance"),
                    row.getDouble("psi_with_ageing"),
                    row.getLong("reference_rows"),
                    row.getLong("current_rows")))
        .list();
  }

  private static Feature feature(String name) {
    return Arrays.stream(Feature.values())
        .filter(feature -> feature.columnName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("unknown feature " + name));
  }
}
