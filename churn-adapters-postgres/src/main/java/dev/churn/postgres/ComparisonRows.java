package dev.churn.postgres;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedVerdict;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.statistics.Interval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Reads and writes comparisons of models; the caller opens the transaction. */
final class ComparisonRows {
  private ComparisonRows() {}

  static void replace(
      Handle handle,
      OrganizationId organization,
      ModelPair models,
      List<RealizedComparison> comparisons) {
    handle
        .createUpdate(
            """
            delete from realised_comparisons
            where organization_id = :organization and champion_id = :champion and rival_id = :rival
            """)
        .bind("organization", organization.value())
        .bind("champion", models.champion().value())
        .bind("rival", models.rival().value())
        .execute();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into realised_comparisons
              (organization_id, population, champion_id, champion_version, rival_id, rival_version,
               rival_role, horizon_days, first_as_of, last_as_of, known_until, row_count,
               customer_count, roc_auc_difference, roc_auc_low, roc_auc_high, log_loss_difference,
               log_loss_low, log_loss_high, verdict, more_customers)
            values
              (:organization, :population, :champion, :championVersion, :rival, :rivalVersion,
               :role, :horizon, :firstAsOf, :lastAsOf, :knownUntil, :rows, :customers, :rocAuc,
               :rocAucLow, :rocAucHigh, :logLoss, :logLossLow, :logLossHigh, :verdict, :more)
            """);
    for (RealizedComparison compared : comparisons) {
      Optional<Comparison> difference = compared.difference();
      CutColumns.bind(batch, compared.cut())
          .bind("organization", organization.value())
          .bind("population", Columns.code(compared.population()))
          .bind("champion", models.champion().value())
          .bind("championVersion", models.championVersion())
          .bind("rival", models.rival().value())
          .bind("rivalVersion", models.rivalVersion())
          .bind("role", Columns.code(compared.rivalRole()))
          .bind("rows", compared.rows())
          .bind("customers", compared.customers())
          .bind("rocAuc", difference.map(Comparison::rocAucDifference))
          .bind("rocAucLow", difference.map(d -> d.rocAucInterval().low()))
          .bind("rocAucHigh", difference.map(d -> d.rocAucInterval().high()))
          .bind("logLoss", difference.map(Comparison::logLossDifference))
          .bind("logLossLow", difference.map(d -> d.logLossInterval().low()))
          .bind("logLossHigh", difference.map(d -> d.logLossInterval().high()))
          .bind("verdict", Columns.code(compared.verdict()))
          .bind("more", compared.moreCustomers())
          .add();
    }
    batch.execute();
  }

  static List<RealizedComparison> read(Handle handle, OrganizationId organization) {
    return handle
        .createQuery("select * from realised_comparisons where organization_id = :organization")
        .bind("organization", organization.value())
        .map((row, context) -> read(row))
        .stream()
        .sorted(
            Comparator.comparing(RealizedComparison::population)
                .thenComparing(compared -> -compared.models().rivalVersion())
                .thenComparing(compared -> -compared.models().championVersion()))
        .toList();
  }

  private static RealizedComparison read(ResultSet row) throws SQLException {
    return new RealizedComparison(
        new ModelPair(
            new ModelId(Columns.uuid(row, "champion_id")),
            row.getInt("champion_version"),
            new ModelId(Columns.uuid(row, "rival_id")),
            row.getInt("rival_version")),
        Columns.parse(ModelRole.class, row.getString("rival_role")),
        Columns.parse(Population.class, row.getString("population")),
        CutColumns.read(row),
        row.getLong("row_count"),
        row.getLong("customer_count"),
        row.getObject("roc_auc_difference") == null
            ? Optional.empty()
            : Optional.of(
                new Comparison(
                    row.getDouble("roc_auc_difference"),
                    new Interval(row.getDouble("roc_auc_low"), row.getDouble("roc_auc_high")),
                    row.getDouble("log_loss_difference"),
                    new Interval(row.getDouble("log_loss_low"), row.getDouble("log_loss_high")))),
        Columns.parse(RealizedVerdict.class, row.getString("verdict")),
        row.getLong("more_customers"));
  }
}
