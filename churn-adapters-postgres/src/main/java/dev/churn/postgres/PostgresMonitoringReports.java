package dev.churn.postgres;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.Drift;
import dev.churn.domain.monitoring.FeatureDrift;
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
      OrganizationId organization,
      YearMonth month,
      List<RealizedPerformance> outcomes,
      List<RealizedComparison> comparisons) {
    database.inTransaction(
        handle -> {
          RealizedRows.replaceMeasures(handle, organization, month, outcomes);
          RealizedRows.replaceComparisons(handle, organization, month, comparisons);
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
                    (organization_id, drift_model_id, drift_model_version, drift_as_of)
                  values (:organization, :model, :version, :asOf)
                  on conflict (organization_id) do update set
                    drift_model_id = excluded.drift_model_id,
                    drift_model_version = excluded.drift_model_version,
                    drift_as_of = excluded.drift_as_of
                  """)
              .bind("organization", organization.value())
              .bind("model", drift.map(found -> found.model().value()))
              .bind("version", drift.map(Drift::modelVersion))
              .bind("asOf", drift.map(Drift::asOf))
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
              (organization_id, position, feature, psi, reference_rows, current_rows)
            values (:organization, :position, :feature, :psi, :reference, :current)
            """);
    for (int i = 0; i < features.size(); i++) {
      FeatureDrift drift = features.get(i);
      batch
          .bind("organization", organization.value())
          .bind("position", i)
          .bind("feature", drift.feature().columnName())
          .bind("psi", drift.psi())
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
              RealizedRows.measures(handle, organization),
              RealizedRows.comparisons(handle, organization),
              head.filter(found -> found.driftAsOf().isPresent())
                  .map(found -> found.drift(features(handle, organization))));
        });
  }

  private record Head(
      Optional<LocalDate> asOf,
      Optional<ModelId> driftModel,
      int driftModelVersion,
      Optional<LocalDate> driftAsOf) {
    static Head read(ResultSet row) throws SQLException {
      return new Head(
          Optional.ofNullable(Columns.date(row, "as_of")),
          Optional.ofNullable(Columns.uuid(row, "drift_model_id")).map(ModelId::new),
          row.getInt("drift_model_version"),
          Optional.ofNullable(Columns.date(row, "drift_as_of")));
    }

    Drift drift(List<FeatureDrift> features) {
      return new Drift(
          driftModel.orElseThrow(), driftModelVersion, driftAsOf.orElseThrow(), features);
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
