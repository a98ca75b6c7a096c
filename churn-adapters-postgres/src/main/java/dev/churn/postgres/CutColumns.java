package dev.churn.postgres;

import dev.churn.domain.monitoring.Cut;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.jdbi.v3.core.statement.SqlStatement;

/** Reads and writes the columns that say what a measure covers. */
final class CutColumns {
  private CutColumns() {}

  static <T extends SqlStatement<T>> T bind(T statement, Cut cut) {
    return statement
        .bind("horizon", cut.horizonDays().isPresent() ? cut.horizonDays().getAsInt() : null)
        .bind("firstAsOf", cut.firstAsOf())
        .bind("lastAsOf", cut.lastAsOf())
        .bind("knownUntil", cut.knownUntil());
  }

  static Cut read(ResultSet row) throws SQLException {
    int horizon = row.getInt("horizon_days");
    return new Cut(
        row.wasNull() ? OptionalInt.empty() : OptionalInt.of(horizon),
        Columns.date(row, "first_as_of"),
        Columns.date(row, "last_as_of"),
        Columns.date(row, "known_until"));
  }
}
