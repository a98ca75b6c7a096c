package dev.churn.postgres;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.definition.ChurnDefinition;
import dev.churn.domain.definition.ChurnDefinition.Proposal;
import dev.churn.domain.definition.HorizonCandidate;
import dev.churn.domain.definition.ReturnRate;
import dev.churn.domain.definition.ReturnRate.Return;
import dev.churn.domain.organization.OrganizationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Reads and writes what may count as churn: the table {@code churn_definitions} and its child
 * tables; the caller opens the transaction.
 */
final class DefinitionRows {
  private DefinitionRows() {}

  static void put(
      Handle handle, OrganizationId organization, DatasetId table, ChurnDefinition definition) {
    handle
        .createUpdate("delete from churn_definitions where dataset_id = :id")
        .bind("id", table.value())
        .execute();
    handle
        .createUpdate(
            """
            insert into churn_definitions (dataset_id, organization_id, first_day, as_of,
              active_window_days, follow_up_days, proposed_horizon_days, proposed_window_days, reason)
            values (:id, :organization, :firstDay, :asOf, :window, :followUp, :horizon, :proposed,
              :reason)
            """)
        .bind("id", table.value())
        .bind("organization", organization.value())
        .bind("firstDay", definition.firstDay())
        .bind("asOf", definition.asOf())
        .bind("window", definition.activeWindowDays())
        .bind("followUp", definition.followUpDays())
        .bind("horizon", definition.proposal().map(Proposal::horizonDays))
        .bind("proposed", definition.proposal().map(Proposal::activeWindowDays))
        .bind("reason", Columns.text(definition.reason()))
        .execute();
    insertReturns(handle, table, definition.returnRates());
    insertHorizons(handle, table, definition.horizons());
  }

  private static void insertReturns(Handle handle, DatasetId table, List<ReturnRate> rates) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into churn_definition_returns
              (dataset_id, silent_days, within_days, customers, return_rate, rate_on_reaching)
            values (:id, :silent, :within, :customers, :rate, :onReaching)
            """);
    for (ReturnRate rate : rates) {
      for (Return returns : rate.returns()) {
        batch
            .bind("id", table.value())
            .bind("silent", rate.silentDays())
            .bind("within", returns.withinDays())
            .bind("customers", rate.customers())
            .bind("rate", returns.rate())
            .bind("onReaching", returns.rateOnReaching())
            .add();
      }
    }
    batch.execute();
  }

  private static void insertHorizons(
      Handle handle, DatasetId table, List<HorizonCandidate> horizons) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into churn_definition_horizons
              (dataset_id, horizon_days, snapshots, customers, churners, false_alarm_rate)
            values (:id, :days, :snapshots, :customers, :churners, :falseAlarms)
            """);
    for (HorizonCandidate horizon : horizons) {
      batch
          .bind("id", table.value())
          .bind("days", horizon.days())
          .bind("snapshots", horizon.snapshots())
          .bind("customers", horizon.customers())
          .bind("churners", horizon.churners())
          .bind("falseAlarms", horizon.falseAlarmRate())
          .add();
    }
    batch.execute();
  }

  static Optional<ChurnDefinition> find(
      Handle handle, OrganizationId organization, DatasetId table) {
    return handle
        .createQuery(
            """
            select * from churn_definitions
            where organization_id = :organization and dataset_id = :id
            """)
        .bind("organization", organization.value())
        .bind("id", table.value())
        .map(
            (row, context) ->
                new ChurnDefinition(
                    Columns.date(row, "first_day"),
                    Columns.date(row, "as_of"),
                    row.getInt("active_window_days"),
                    returnRates(handle, table),
                    followUp(row),
                    horizons(handle, table),
                    proposal(row),
                    row.getString("reason")))
        .findOne();
  }

  private static OptionalInt followUp(ResultSet row) throws SQLException {
    int days = row.getInt("follow_up_days");
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(days);
  }

  private static Optional<Proposal> proposal(ResultSet row) throws SQLException {
    int horizon = row.getInt("proposed_horizon_days");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new Proposal(horizon, row.getInt("proposed_window_days")));
  }

  private static List<ReturnRate> returnRates(Handle handle, DatasetId table) {
    Map<Integer, Long> customers = new TreeMap<>();
    Map<Integer, List<Return>> returns = new TreeMap<>();
    handle
        .createQuery(
            """
            select * from churn_definition_returns where dataset_id = :id
            order by silent_days, within_days
            """)
        .bind("id", table.value())
        .map(
            (row, context) -> {
              int silent = row.getInt("silent_days");
              customers.put(silent, row.getLong("customers"));
              return returns
                  .computeIfAbsent(silent, days -> new ArrayList<>())
                  .add(
                      new Return(
                          row.getInt("within_days"),
                          row.getDouble("return_rate"),
                          row.getDouble("rate_on_reaching")));
            })
        .list();
    return customers.entrySet().stream()
        .map(
            silent ->
                new ReturnRate(silent.getKey(), silent.getValue(), returns.get(silent.getKey())))
        .toList();
  }

  private static List<HorizonCandidate> horizons(Handle handle, DatasetId table) {
    return handle
        .createQuery(
            "select * from churn_definition_horizons where dataset_id = :id order by horizon_days")
        .bind("id", table.value())
        .map(
            (row, context) -> {
              double falseAlarms = row.getDouble("false_alarm_rate");
              OptionalDouble rate =
                  row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(falseAlarms);
              return new HorizonCandidate(
                  row.getInt("horizon_days"),
                  row.getInt("snapshots"),
                  row.getLong("customers"),
                  row.getLong("churners"),
                  rate);
            })
        .list();
  }
}
