package dev.churn.postgres;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.EvaluatedRows;
import dev.churn.domain.monitoring.OutcomeDay;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.monitoring.PredictionGroup;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionOutcomes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jdbi.v3.core.statement.Query;

/** Stores outcomes in {@code customer_outcomes} and joins them with predictions in the database. */
final class PostgresPredictionOutcomes implements PredictionOutcomes {
  /** Number of rows that a cursor fetches at a time. */
  private static final int FETCH = 4096;

  private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  /** Selects the latest of several predictions of a group for one customer and day. */
  private static final String LATEST =
      """
      select distinct on (m.as_of, m.customer_id) m.as_of, m.customer_id, m.probability
      from made m
      where m.model_id = :%1$sModel and m.role = :%1$sRole
      order by m.as_of, m.customer_id, m.made_at desc
      """;

  private static final String KNOWN =
      """
      join outcome_days d on d.organization_id = :organization and d.as_of = p.as_of
      join outcome_day_models dm on dm.day_id = d.id and dm.model_id = :firstModel
      join customer_outcomes o
        on o.day_id = d.id and o.customer_id = p.customer_id and o.churned is not null
      """;

  private final Database database;

  PostgresPredictionOutcomes(Database database) {
    this.database = database;
  }

  @Override
  public List<PredictedDay> predictedDays(OrganizationId organization) {
    return database.inLongTransaction(
        handle ->
            PredictionHistorySql.bind(
                    handle.createQuery(
                        PredictionHistorySql.WITH
                            + "select distinct model_id, as_of from made order by as_of, model_id"),
                    organization,
                    FIRST_DAY,
                    LAST_DAY)
                .map(
                    (row, context) ->
                        new PredictedDay(
                            new ModelId(Columns.uuid(row, "model_id")), Columns.date(row, "as_of")))
                .list());
  }

  @Override
  public void store(
      OrganizationId organization, List<OutcomeDay> days, LocalDate knownUntil, Source source) {
    if (days.isEmpty()) {
      return;
    }
    database.inLongTransaction(
        handle -> {
          OutcomeQueries.store(handle, organization, days, knownUntil, source);
          return null;
        });
  }

  @Override
  public List<YearMonth> changedMonths(OrganizationId organization) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select distinct cast(date_trunc('month', as_of) as date) as month
                    from outcome_days
                    where organization_id = :organization and is_changed
                    order by month
                    """)
                .bind("organization", organization.value())
                .map((row, context) -> YearMonth.from(Columns.date(row, "month")))
                .list());
  }

  @Override
  public void settle(OrganizationId organization, YearMonth month) {
    database.call(
        handle ->
            handle
                .createUpdate(
                    """
                    update outcome_days set is_changed = false
                    where organization_id = :organization and as_of between :from and :to
                      and is_changed
                    """)
                .bind("organization", organization.value())
                .bind("from", month.atDay(1))
                .bind("to", month.atEndOfMonth())
                .execute());
  }

  @Override
  public List<PredictionGroup> groups(OrganizationId organization, YearMonth month) {
    return database.inLongTransaction(
        handle ->
            bind(
                    handle.createQuery(
                        PredictionHistorySql.WITH
                            + """
                            select m.model_id, m.model_version, m.role
                            from made m
                            join outcome_days d
                              on d.organization_id = :organization and d.as_of = m.as_of
                            join outcome_day_models dm
                              on dm.day_id = d.id and dm.model_id = m.model_id
                            join customer_outcomes o
                              on o.day_id = d.id and o.customer_id = m.customer_id
                                and o.churned is not null
                            group by m.model_id, m.model_version, m.role
                            """),
                    organization,
                    month)
                .map((row, context) -> group(row, month))
                .stream()
                .sorted(MonitoringOrder.EARLIEST_FIRST)
                .toList());
  }

  private static PredictionGroup group(ResultSet row, YearMonth month) throws SQLException {
    return new PredictionGroup(
        new ModelId(Columns.uuid(row, "model_id")),
        row.getInt("model_version"),
        Columns.parse(ModelRole.class, row.getString("role")),
        month);
  }

  @Override
  public EvaluatedRows rows(OrganizationId organization, PredictionGroup group) {
    var rows = new EvaluatedRows();
    String sql =
        PredictionHistorySql.WITH
            + "select p.probability, o.churned from (%s) p ".formatted(LATEST.formatted("first"))
            + KNOWN
            + "order by p.as_of, p.customer_id";
    scan(
        organization,
        group.month(),
        sql,
        query -> bind(query, "first", group),
        row -> rows.add(row.getDouble(1), row.getBoolean(2)));
    return rows;
  }

  @Override
  public PairedRows pairs(
      OrganizationId organization, PredictionGroup first, PredictionGroup second) {
    var rows = new PairedRows();
    String sql =
        PredictionHistorySql.WITH
            + """
            select p.probability, s.probability, o.churned, hashtextextended(p.customer_id, 0)
            from (%s) p
            join (%s) s on s.as_of = p.as_of and s.customer_id = p.customer_id
            """
                .formatted(LATEST.formatted("first"), LATEST.formatted("second"))
            + KNOWN
            + "order by p.as_of, p.customer_id";
    scan(
        organization,
        first.month(),
        sql,
        query -> bind(bind(query, "first", first), "second", second),
        row -> rows.add(row.getDouble(1), row.getDouble(2), row.getBoolean(3), row.getLong(4)));
    return rows;
  }

  private static Query bind(Query query, String name, PredictionGroup group) {
    return query
        .bind(name + "Model", group.model().value())
        .bind(name + "Role", Columns.code(group.role()));
  }

  private static Query bind(Query query, OrganizationId organization, YearMonth month) {
    return PredictionHistorySql.bind(query, organization, month.atDay(1), month.atEndOfMonth());
  }

  private interface Binding {
    Query to(Query query);
  }

  private interface RowReading {
    void read(ResultSet row) throws SQLException;
  }

  /** Reads rows with a cursor, in a transaction, since the driver uses cursors only there. */
  private void scan(
      OrganizationId organization,
      YearMonth month,
      String sql,
      Binding binding,
      RowReading reading) {
    database.inLongTransaction(
        handle ->
            binding
                .to(bind(handle.createQuery(sql), organization, month))
                .setFetchSize(FETCH)
                .scanResultSet(
                    (rows, context) -> {
                      ResultSet row = rows.get();
                      for (long n = 0; row.next(); n++) {
                        if (n % FETCH == 0) {
                          Interrupts.check("Reading predictions and outcomes");
                        }
                        reading.read(row);
                      }
                      return null;
                    }));
  }

  /**
   * {@inheritDoc} Days with stored outcomes have stored counts; for the other days, usually few,
   * the query counts every row.
   */
  @Override
  public List<PredictionCounts> counts(OrganizationId organization) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    with counted as (
                      select as_of, model_id, prediction_count, known_count, unknown_count
                      from outcome_counts where organization_id = :organization
                    ),
                    waiting as materialized (
                      select id from prediction_batches
                      where organization_id = :organization and status = 'completed'
                        and as_of not in (select as_of from counted)
                    ),
                    made as (
                      select p.model_id, count(*) as n from waiting w
                      join customer_predictions p on p.batch_id = w.id and not p.is_shadow
                      group by p.model_id
                      union all
                      select p.model_id, count(*) from waiting w
                      join customer_predictions p on p.batch_id = w.id and p.is_shadow
                      group by p.model_id
                      union all
                      select model_id, count(*) from logged_predictions
                      where organization_id = :organization
                        and as_of not in (select as_of from counted)
                      group by model_id
                      union all
                      select model_id, prediction_count from counted
                    )
                    select m.model_id, cast(sum(m.n) as bigint) as made,
                      coalesce((select cast(sum(c.known_count) as bigint) from counted c
                        where c.model_id = m.model_id), 0) as known,
                      coalesce((select cast(sum(c.unknown_count) as bigint) from counted c
                        where c.model_id = m.model_id), 0) as unknown
                    from made m group by m.model_id order by m.model_id
                    """)
                .bind("organization", organization.value())
                .map(
                    (row, context) ->
                        new PredictionCounts(
                            new ModelId(Columns.uuid(row, "model_id")),
                            row.getLong("made"),
                            row.getLong("known"),
                            row.getLong("unknown")))
                .list());
  }
}
