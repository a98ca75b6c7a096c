package dev.churn.postgres;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.outcome.Coverage;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.ObservedValue;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.port.PredictionOutcomes.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Stores outcomes; the caller opens the transaction. */
final class OutcomeQueries {
  private OutcomeQueries() {}

  /**
   * Stores outcomes. The outcomes in a file first go to a temporary table, and from there to the
   * customers with predictions, so that neither has to fit in memory.
   */
  static void store(
      Handle handle,
      OrganizationId organization,
      List<OutcomeDay> days,
      LocalDate knownUntil,
      Source source) {
    handle.execute(
        """
        create temporary table told_days (
          place integer, as_of date, horizon_days integer, models uuid[], truncated boolean,
          id bigint
        ) on commit drop;
        create temporary table told_customers (
          customer_id text collate "C", churned text, active_days integer[],
          spend double precision[]
        ) on commit drop;
        """);
    insertDays(handle, days);
    var hasAmounts = new AtomicBoolean();
    try (TextCopy copy = TextCopy.into(handle.getConnection(), "told_customers")) {
      source.writeTo(
          (customer, outcomes) -> {
            copy.text(customer);
            copy.plain(codes(outcomes));
            copy.plain(SeenArrays.activeDays(outcomes));
            copy.plain(SeenArrays.spend(outcomes));
            if (!hasAmounts.get() && SeenArrays.hasSpend(outcomes)) {
              hasAmounts.set(true);
            }
            copy.endRow();
          });
      copy.send();
    }
    handle.execute("analyze told_customers"); // autovacuum cannot analyze temporary tables
    handle.execute(PredictionRows.MORE_MEMORY);
    putDays(handle, organization, knownUntil);
    putModels(handle, organization);
    // day by day, so that only rows of that day are read and sorted
    for (int i = 0; i < days.size(); i++) {
      int place = i + 1;
      OutcomeDay day = days.get(i);
      Optional<Long> id = id(handle, place);
      if (id.isPresent() && day.coverage() != Coverage.TRUNCATED) {
        putOutcomes(handle, organization, day, day.ofAbsent(hasAmounts.get()), id.get(), place);
      }
    }
    for (LocalDate asOf : new TreeSet<>(days.stream().map(OutcomeDay::asOf).toList())) {
      putCounts(handle, organization, asOf);
    }
    // a surrounding transaction may continue
    handle.execute("drop table told_days, told_customers");
  }

  private static String codes(ObservedOutcome[] outcomes) {
    char[] codes = new char[outcomes.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] =
          switch (outcomes[i].outcome()) {
            case STAYED -> '0';
            case CHURNED -> '1';
            case UNKNOWN -> '?';
          };
    }
    return String.valueOf(codes);
  }

  private static void insertDays(Handle handle, List<OutcomeDay> days) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into told_days (place, as_of, horizon_days, models, truncated)
            values (:place, :asOf, :horizon, :models, :truncated)
            """);
    for (int i = 0; i < days.size(); i++) {
      OutcomeDay day = days.get(i);
      batch
          .bind("place", i + 1)
          .bind("asOf", day.asOf())
          .bind("horizon", day.horizonDays())
          .bindArray("models", UUID.class, ids(day.models()))
          .bind("truncated", day.coverage() == Coverage.TRUNCATED)
          .add();
    }
    batch.execute();
  }

  /**
   * Inserts or updates the outcome days. A day whose outcomes are known until a later date is left
   * unchanged and gets no id.
   */
  private static void putDays(Handle handle, OrganizationId organization, LocalDate knownUntil) {
    handle
        .createUpdate(
            """
            with put as (
              insert into outcome_days as d
                (organization_id, as_of, horizon_days, known_until, is_truncated, is_changed)
              select :organization, as_of, horizon_days, :knownUntil, truncated, false
              from told_days order by place
              on conflict (organization_id, as_of, horizon_days) do update
                set known_until = excluded.known_until,
                  is_truncated = d.is_truncated and excluded.is_truncated
                where d.known_until <= excluded.known_until
              returning d.id, d.as_of, d.horizon_days
            )
            update told_days t set id = put.id from put
            where put.as_of = t.as_of and put.horizon_days = t.horizon_days
            """)
        .bind("organization", organization.value())
        .bind("knownUntil", knownUntil)
        .execute();
  }

  private static void putModels(Handle handle, OrganizationId organization) {
    handle
        .createUpdate(
            """
        with put as (
          insert into outcome_day_models (day_id, model_id)
          select t.id, unnest(t.models) from told_days t where t.id is not null
          on conflict do nothing
          returning day_id
        )
        update outcome_days set is_changed = true
        where organization_id = :organization and id in (select day_id from put)
        """)
        .bind("organization", organization.value())
        .execute();
  }

  /** {@return the id of a day, or empty if its outcomes are known until a later date} */
  private static Optional<Long> id(Handle handle, int place) {
    return handle
        .createQuery("select id from told_days where place = :place and id is not null")
        .bind("place", place)
        .mapTo(Long.class)
        .findOne();
  }

  /**
   * Inserts or updates the outcomes of a day. Known outcomes replace earlier ones, unless those are
   * labels of a file; unknown outcomes never do. Only rows that change are written.
   */
  private static void putOutcomes(
      Handle handle,
      OrganizationId organization,
      OutcomeDay day,
      ObservedOutcome absent,
      long id,
      int place) {
    int changed =
        PredictionHistorySql.bind(
                handle.createUpdate(
                    PredictionHistorySql.WITH
                        + """
                        insert into customer_outcomes
                          (day_id, customer_id, churned, active_days, spend)
                        select :day, t.customer_id, t.churned, t.active_days, t.spend
                        from (
                          select p.customer_id,
                            case when c.customer_id is null then cast(:absent as boolean)
                              else case substr(c.churned, :place, 1)
                                when '1' then true when '0' then false
                              end
                            end as churned,
                            case when c.customer_id is null then cast(:absentDays as integer)
                              when substr(c.churned, :place, 1) = '?' then null
                              when cardinality(c.active_days) = 0 then 0
                              else c.active_days[:place]
                            end as active_days,
                            case when c.customer_id is null
                                then cast(:absentSpend as double precision)
                              when substr(c.churned, :place, 1) = '?' then null
                              when cardinality(c.spend) = 0 then 0
                              else c.spend[:place]
                            end as spend
                          from (
                            select distinct m.customer_id from made m
                            where m.model_id = any (:models)
                          ) p
                          left join told_customers c on c.customer_id = p.customer_id
                        ) t
                        left join customer_outcomes o
                          on o.day_id = :day and o.customer_id = t.customer_id
                        where o.day_id is null or (
                          t.churned is not null
                          and (o.churned, o.active_days, o.spend)
                            is distinct from (t.churned, t.active_days, t.spend)
                          and (o.churned is null or :replaceable)
                        )
                        on conflict (day_id, customer_id) do update set
                          churned = excluded.churned, active_days = excluded.active_days,
                          spend = excluded.spend
                        """),
                organization,
                day.asOf(),
                day.asOf())
            .bind("day", id)
            .bind("place", place)
            .bind("absent", absent.outcome() == Outcome.CHURNED ? true : null)
            .bind("absentDays", absent.seen().map(ObservedValue::activeDays))
            .bind("absentSpend", absent.seen().flatMap(SeenArrays::spend))
            .bind("replaceable", day.isReplaceable())
            .bindArray("models", UUID.class, ids(day.models()))
            .execute();
    if (changed > 0) {
      handle
          .createUpdate("update outcome_days set is_changed = true where id = :day")
          .bind("day", id)
          .execute();
    }
  }

  private static Object[] ids(Set<ModelId> models) {
    return models.stream().map(ModelId::value).toArray(UUID[]::new);
  }

  /**
   * Counts the predictions of all models for an as-of date, including those whose horizon differs
   * and has not ended, if anything is new.
   */
  private static void putCounts(Handle handle, OrganizationId organization, LocalDate asOf) {
    boolean isNew =
        handle
            .createQuery(
                "with "
                    + PredictionCounting.COUNTS
                    + """
                    select exists (
                      select from outcome_days
                      where organization_id = :organization and as_of = :asOf and is_changed
                    ) or exists (
                      select from made_counts c
                      where c.as_of = :asOf and not exists (
                        select from outcome_counts k
                        where k.organization_id = :organization and k.as_of = c.as_of
                          and k.model_id = c.model_id
                      )
                    )
                    """)
            .bind("organization", organization.value())
            .bind("asOf", asOf)
            .mapTo(Boolean.class)
            .one();
    if (isNew) {
      PredictionHistorySql.bind(
              handle.createUpdate(
                  PredictionHistorySql.WITH
                      + """
                      insert into outcome_counts
                        (organization_id, as_of, model_id, prediction_count, known_count,
                         unknown_count, is_truncated)
                      select :organization, :from, p.model_id, count(*), count(o.churned),
                        count(d.id) filter (
                          where o.churned is null and (o.day_id is not null or d.is_truncated)
                        ),
                        coalesce(bool_or(d.is_truncated), false)
                      from (select distinct customer_id, model_id, role from made) p
                      left join (
                        outcome_days d join outcome_day_models dm on dm.day_id = d.id
                      ) on d.organization_id = :organization and d.as_of = :from
                        and dm.model_id = p.model_id
                      left join customer_outcomes o
                        on o.day_id = d.id and o.customer_id = p.customer_id
                          and o.day_id = any (array(
                            select id from outcome_days
                            where organization_id = :organization and as_of = :from
                          ))
                      group by p.model_id
                      on conflict (organization_id, as_of, model_id) do update set
                        prediction_count = excluded.prediction_count,
                        known_count = excluded.known_count,
                        unknown_count = excluded.unknown_count,
                        is_truncated = excluded.is_truncated
                      """),
              organization,
              asOf,
              asOf)
          .execute();
    }
  }
}
