package dev.churn.postgres;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.monitoring.JudgedPrediction;
import dev.churn.domain.monitoring.ModelPair;
import dev.churn.domain.monitoring.PairedRows;
import dev.churn.domain.monitoring.PredictedDay;
import dev.churn.domain.monitoring.PredictionCounts;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.ObservedValue;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.outcome.RecordedDay;
import dev.churn.domain.port.PredictionOutcomes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/** Stores outcomes in {@code customer_outcomes} and joins them with predictions in the database. */
final class PostgresPredictionOutcomes implements PredictionOutcomes {
  /** Number of rows that a cursor fetches at a time. */
  private static final int FETCH = 4096;

  /** Joins the outcomes of one day; its id is looked up first, so that no others are read. */
  private static final String DAY =
      """
      left join customer_outcomes o on o.customer_id = p.customer_id and o.day_id = (
        select id from outcome_days
        where organization_id = :organization and as_of = :from and horizon_days = :horizon
      )
      """;

  private final Database database;

  PostgresPredictionOutcomes(Database database) {
    this.database = database;
  }

  @Override
  public List<PredictedDay> predictedDays(OrganizationId organization) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    "with "
                        + PredictionCounting.COUNTS
                        + "select model_id, as_of from made_counts order by as_of, model_id")
                .bind("organization", organization.value())
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
  public List<RecordedDay> recordedDays(OrganizationId organization) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select d.as_of, d.horizon_days, d.known_until,
                      array(select m.model_id from outcome_day_models m where m.day_id = d.id)
                        as models
                    from outcome_days d
                    where d.organization_id = :organization
                    order by d.as_of, d.horizon_days
                    """)
                .bind("organization", organization.value())
                .map(
                    (row, context) ->
                        new RecordedDay(
                            Columns.date(row, "as_of"),
                            row.getInt("horizon_days"),
                            models(row),
                            Columns.date(row, "known_until")))
                .list());
  }

  private static Set<ModelId> models(ResultSet row) throws SQLException {
    return Stream.of((UUID[]) row.getArray("models").getArray())
        .map(ModelId::new)
        .collect(Collectors.toSet());
  }

  @Override
  public void read(
      OrganizationId organization,
      RecordedDay day,
      Set<ModelId> models,
      Consumer<JudgedPrediction> consumer) {
    String sql =
        PredictionHistorySql.WITH
            + """
            select p.model_id, p.model_version, p.role, p.is_active, p.probability,
              p.expected_activity, p.expected_spend, p.value_at_risk, o.churned, o.active_days,
              o.spend, hashtextextended(p.customer_id, 0) as customer
            from (
              select distinct on (m.customer_id, m.model_id, m.role) m.*
              from made m where m.model_id = any (:models)
              order by m.customer_id, m.model_id, m.role, m.made_at desc
            ) p
            """
            + DAY
            + """
            where o.day_id is not null or exists (
              select from outcome_days
              where organization_id = :organization and as_of = :from and horizon_days = :horizon
                and is_truncated
            )
            """;
    scan(
        organization,
        day,
        sql,
        query -> query.bindArray("models", UUID.class, ids(models)),
        row -> consumer.accept(judged(row)));
  }

  private static Object[] ids(Set<ModelId> models) {
    return models.stream().map(ModelId::value).toArray(UUID[]::new);
  }

  private static JudgedPrediction judged(ResultSet row) throws SQLException {
    Optional<ObservedValue> seen = seen(row);
    return new JudgedPrediction(
        new ModelId(Columns.uuid(row, "model_id")),
        row.getInt("model_version"),
        Columns.parse(ModelRole.class, row.getString("role")),
        row.getLong("customer"),
        Columns.optionalBoolean(row, "is_active"),
        row.getDouble("probability"),
        Columns.value(row),
        Columns.optionalBoolean(row, "churned")
            .map(Outcome::of)
            .map(outcome -> new ObservedOutcome(outcome, seen))
            .orElse(ObservedOutcome.UNKNOWN));
  }

  private static Optional<ObservedValue> seen(ResultSet row) throws SQLException {
    int activeDays = row.getInt("active_days");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new ObservedValue(activeDays, Columns.optionalDouble(row, "spend")));
  }

  @Override
  public PairedRows pairs(
      OrganizationId organization, ModelPair models, List<RecordedDay> days, int parts) {
    String sql =
        PredictionHistorySql.WITH
            + """
            select p.probability, r.probability, o.churned, hashtextextended(p.customer_id, 0),
              p.is_active
            from (
              select distinct on (m.customer_id) m.*
              from made m where m.model_id = :champion and m.role = 'champion'
                and (:parts = %1$d or (hashtextextended(m.customer_id, 0) & %2$d) < :parts)
              order by m.customer_id, m.made_at desc
            ) p
            join (
              select distinct on (m.customer_id) m.*
              from made m where m.model_id = :rival and m.role <> 'champion'
                and (:parts = %1$d or (hashtextextended(m.customer_id, 0) & %2$d) < :parts)
              order by m.customer_id, m.made_at desc
            ) r on r.customer_id = p.customer_id
            """
                .formatted(PARTS, PARTS - 1)
            + DAY
            + "where o.churned is not null order by p.customer_id";
    var rows = new PairedRows();
    for (RecordedDay day : days) {
      scan(
          organization,
          day,
          sql,
          query ->
              query
                  .bind("champion", models.champion().value())
                  .bind("rival", models.rival().value())
                  .bind("parts", parts),
          row ->
              rows.add(
                  row.getDouble(1),
                  row.getDouble(2),
                  row.getBoolean(3),
                  row.getLong(4),
                  Columns.optionalBoolean(row, "is_active")));
    }
    return rows;
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
      RecordedDay day,
      String sql,
      Binding binding,
      RowReading reading) {
    database.inLongTransaction(
        handle -> {
          handle.execute(PredictionRows.MORE_MEMORY);
          Query query =
              PredictionHistorySql.bind(
                      handle.createQuery(sql), organization, day.asOf(), day.asOf())
                  .bind("horizon", day.horizonDays());
          return binding
              .to(query)
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
                  });
        });
  }

  @Override
  public List<PredictionCounts> counts(OrganizationId organization) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    "with "
                        + PredictionCounting.COUNTS
                        + """
                        select m.model_id, m.as_of,
                          coalesce(k.prediction_count, m.prediction_count) as made,
                          coalesce(k.known_count, 0) as known,
                          coalesce(k.unknown_count, 0) as unknown,
                          coalesce(k.is_truncated, false) as truncated
                        from made_counts m
                        left join outcome_counts k on k.organization_id = :organization
                          and k.as_of = m.as_of and k.model_id = m.model_id
                        order by m.as_of, m.model_id
                        """)
                .bind("organization", organization.value())
                .map(
                    (row, context) ->
                        new PredictionCounts(
                            new ModelId(Columns.uuid(row, "model_id")),
                            Columns.date(row, "as_of"),
                            row.getLong("made"),
                            row.getLong("known"),
                            row.getLong("unknown"),
                            row.getBoolean("truncated")))
                .list());
  }

  @Override
  public int drop(OrganizationId organization, LocalDate before, int limit) {
    return database.inLongTransaction(
        handle ->
            handle
                .createUpdate(
                    """
                    delete from customer_outcomes where ctid = any (array(
                      select o.ctid from customer_outcomes o
                      join outcome_days d on d.id = o.day_id
                      where d.organization_id = :organization and d.as_of < :before
                        and not d.is_changed
                      limit :limit for update of o skip locked))
                    """)
                .bind("organization", organization.value())
                .bind("before", before)
                .bind("limit", limit)
                .execute());
  }
}
