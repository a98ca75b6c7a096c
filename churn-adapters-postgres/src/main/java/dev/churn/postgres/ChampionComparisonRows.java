package dev.churn.postgres;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.NonInferiorityVerdict;
import dev.churn.domain.model.ChampionComparison;
import dev.churn.domain.model.ChampionComparison.Basis;
import dev.churn.domain.model.ChampionComparison.Measured;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.statistics.Interval;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Reads and writes the comparison of a model with the champion: columns of {@code model_metadata};
 * the caller opens the transaction.
 */
final class ChampionComparisonRows {
  private ChampionComparisonRows() {}

  static void write(Handle handle, ModelId id, ChampionComparison comparison) {
    handle
        .createUpdate(
            """
            update model_metadata set compared_version = :version, not_comparable = :because
            where id = :id
            """)
        .bind("id", id.value())
        .bind("version", comparison.version())
        .bind("because", comparison.notComparable().map(Columns::text).orElse(null))
        .execute();
    comparison.measured().ifPresent(measured -> write(handle, id, measured));
  }

  private static void write(Handle handle, ModelId id, Measured measured) {
    Comparison difference = measured.difference();
    OptionalLong needed = measured.verdict().customersNeeded();
    handle
        .createUpdate(
            """
            update model_metadata set
              compared_basis = :basis, compared_on = cast(:days as date[]),
              compared_customers = :customers,
              compared_roc_auc = :rocAuc, compared_roc_auc_low = :rocAucLow,
              compared_roc_auc_high = :rocAucHigh,
              compared_log_loss = :logLoss, compared_log_loss_low = :logLossLow,
              compared_log_loss_high = :logLossHigh,
              compared_verdict = :verdict, compared_customers_needed = :needed
            where id = :id
            """)
        .bind("id", id.value())
        .bind("basis", Columns.code(measured.basis()))
        .bindArray("days", String.class, (Object[]) Columns.dates(measured.asOf()))
        .bind("customers", measured.customers())
        .bind("rocAuc", difference.rocAucDifference())
        .bind("rocAucLow", difference.rocAucInterval().low())
        .bind("rocAucHigh", difference.rocAucInterval().high())
        .bind("logLoss", difference.logLossDifference())
        .bind("logLossLow", difference.logLossInterval().low())
        .bind("logLossHigh", difference.logLossInterval().high())
        .bind("verdict", Columns.code(measured.verdict().kind()))
        .bind("needed", needed.isPresent() ? needed.getAsLong() : null)
        .execute();
  }

  /** {@return the comparison, or empty if there was no champion to compare with} */
  static Optional<ChampionComparison> read(ResultSet row) throws SQLException {
    int version = row.getInt("compared_version");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new ChampionComparison(
                version, measured(row), Optional.ofNullable(row.getString("not_comparable"))));
  }

  private static Optional<Measured> measured(ResultSet row) throws SQLException {
    String basis = row.getString("compared_basis");
    if (basis == null) {
      return Optional.empty();
    }
    long needed = row.getLong("compared_customers_needed");
    OptionalLong customersNeeded = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(needed);
    return Optional.of(
        new Measured(
            Columns.parse(Basis.class, basis),
            Columns.dates(row, "compared_on"),
            row.getLong("compared_customers"),
            new Comparison(
                row.getDouble("compared_roc_auc"),
                new Interval(
                    row.getDouble("compared_roc_auc_low"), row.getDouble("compared_roc_auc_high")),
                row.getDouble("compared_log_loss"),
                new Interval(
                    row.getDouble("compared_log_loss_low"),
                    row.getDouble("compared_log_loss_high"))),
            new NonInferiorityVerdict(
                Columns.parse(NonInferiorityVerdict.Kind.class, row.getString("compared_verdict")),
                customersNeeded)));
  }
}
