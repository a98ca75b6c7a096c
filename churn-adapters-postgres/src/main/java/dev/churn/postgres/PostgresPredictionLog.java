package dev.churn.postgres;

import static java.time.Instant.EPOCH;
import static java.util.Comparator.comparing;

import dev.churn.domain.deployment.LoggedPrediction;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionLog;
import dev.churn.domain.prediction.ChurnProbability;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Stores single predictions in the table {@code logged_predictions}. */
final class PostgresPredictionLog implements PredictionLog {
  private static final int FETCH_SIZE = 1_000;

  private static final Comparator<LoggedPrediction> BY_KEY =
      comparing((LoggedPrediction prediction) -> prediction.organizationId().value())
          .thenComparing(LoggedPrediction::asOf)
          .thenComparing(prediction -> prediction.model().value())
          .thenComparing(LoggedPrediction::customerId);

  private final Database database;

  PostgresPredictionLog(Database database) {
    this.database = database;
  }

  @Override
  public void append(List<LoggedPrediction> predictions) {
    if (predictions.isEmpty()) {
      return;
    }
    List<LoggedPrediction> latest = latest(predictions);
    database.inTransaction(
        handle -> {
          int from = 0;
          while (from < latest.size()) {
            int to = from + 1;
            while (to < latest.size() && differOnlyByCustomer(latest.get(from), latest.get(to))) {
              to++;
            }
            append(handle, latest.subList(from, to));
            from = to;
          }
          return null;
        });
  }

  private static boolean differOnlyByCustomer(LoggedPrediction one, LoggedPrediction other) {
    return one.organizationId().equals(other.organizationId())
        && one.asOf().equals(other.asOf())
        && one.model().equals(other.model())
        && one.modelVersion() == other.modelVersion()
        && one.role() == other.role()
        && one.shadow() == other.shadow();
  }

  /** Inserts predictions that differ only by customer, as most predictions within one second do. */
  private static void append(Handle handle, List<LoggedPrediction> alike) {
    LoggedPrediction any = alike.get(0);
    long added =
        handle
            .createQuery(
                """
            with put as (insert into logged_predictions as known
              (organization_id, as_of, customer_id, model_id, model_version, role, is_shadow,
               is_active, is_lapsed, days_silent, has_left, probability, created_at)
            select :organization, :asOf, customer_id, :model, :version, :role, :shadow, active,
              lapsed, silence, gone, probability,
              timestamptz 'epoch' + micros * interval '1 microsecond'
            from unnest(:customers, :actives, :lapses, cast(:silences as integer[]), :leavings,
                :probabilities, :times)
              as made (customer_id, active, lapsed, silence, gone, probability, micros)
            on conflict (organization_id, as_of, customer_id, model_id) do update set
              role = excluded.role, is_shadow = excluded.is_shadow,
              is_active = excluded.is_active,
              is_lapsed = excluded.is_lapsed,
              days_silent = excluded.days_silent,
              has_left = excluded.has_left,
              probability = excluded.probability,
              created_at = excluded.created_at
            where known.created_at <= excluded.created_at
            returning (xmax = 0) as is_new) -- 0 unless the row was there before
            select count(*) from put where is_new
            """)
            .bind("organization", any.organizationId().value())
            .bind("asOf", any.asOf())
            .bind("model", any.model().value())
            .bind("version", any.modelVersion())
            .bind("role", Columns.code(any.role()))
            .bind("shadow", any.shadow())
            .bindArray("customers", String.class, each(alike, LoggedPrediction::customerId))
            .bindArray("actives", Boolean.class, each(alike, p -> p.active().orElse(null)))
            .bindArray(
                "lapses",
                Boolean.class,
                each(alike, p -> p.activity().map(CustomerActivity::isLapsed).orElse(null)))
            .bindArray(
                "silences",
                Long.class,
                each(alike, p -> p.activity().map(a -> (long) a.daysSilent()).orElse(null)))
            .bindArray(
                "leavings",
                Boolean.class,
                each(alike, p -> p.activity().map(CustomerActivity::hasLeft).orElse(null)))
            .bindArray("probabilities", Double.class, each(alike, p -> p.probability().value()))
            .bindArray(
                "times",
                Long.class,
                each(alike, p -> ChronoUnit.MICROS.between(EPOCH, p.createdAt())))
            .mapTo(Long.class)
            .one();
    PredictionCounting.countLogged(handle, any, added);
  }

  /**
   * {@return the latest prediction of each key, by key} One statement can write a row only once,
   * and servers that write the same rows in the same order cannot deadlock.
   */
  private static List<LoggedPrediction> latest(List<LoggedPrediction> predictions) {
    LoggedPrediction[] sorted =
        predictions.stream().map(PostgresPredictionLog::storable).toArray(LoggedPrediction[]::new);
    Arrays.sort(sorted, BY_KEY);
    List<LoggedPrediction> latest = new ArrayList<>(sorted.length);
    LoggedPrediction before = null;
    for (LoggedPrediction next : sorted) {
      if (before == null || BY_KEY.compare(before, next) != 0) {
        latest.add(next);
        before = next;
      } else if (!next.createdAt().isBefore(before.createdAt())) {
        latest.set(latest.size() - 1, next);
        before = next;
      }
    }
    return latest;
  }

  private static LoggedPrediction storable(LoggedPrediction prediction) {
    String customer = Columns.text(prediction.customerId());
    return customer.equals(prediction.customerId())
        ? prediction
        : new LoggedPrediction(
            prediction.organizationId(),
            customer,
            prediction.asOf(),
            prediction.model(),
            prediction.modelVersion(),
            prediction.role(),
            prediction.shadow(),
            prediction.active(),
            prediction.activity(),
            prediction.probability(),
            prediction.createdAt());
  }

  private static <T> List<T> each(
      List<LoggedPrediction> predictions, Function<LoggedPrediction, T> column) {
    return predictions.stream().map(column).collect(Collectors.toList()); // may contain null
  }

  @Override
  public void read(
      OrganizationId organization,
      LocalDate from,
      LocalDate to,
      Consumer<LoggedPrediction> consumer) {
    database.inLongTransaction( // the driver reads in parts only within a transaction
        handle -> {
          handle
              .createQuery(
                  """
                  select * from logged_predictions
                  where organization_id = :organization and as_of between :from and :to
                  order by as_of, customer_id, model_id
                  """)
              .setFetchSize(FETCH_SIZE)
              .bind("organization", organization.value())
              .bind("from", from)
              .bind("to", to)
              .map((row, context) -> read(row))
              .forEach(consumer);
          return null;
        });
  }

  @Override
  public List<LoggedPrediction> answers(OrganizationId organization, String customerId, int limit) {
    return database.call(
        handle ->
            handle
                .createQuery(
                    """
                    select * from logged_predictions
                    where organization_id = :organization and customer_id = :customer
                      and not is_shadow
                    order by as_of desc, created_at desc limit :limit
                    """)
                .bind("organization", organization.value())
                .bind("customer", customerId)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
  }

  @Override
  public int drop(OrganizationId organization, LocalDate before, int limit) {
    return database.inLongTransaction(
        handle ->
            Math.toIntExact(
                LoggedPredictionRemoval.remove(
                    handle,
                    organization,
                    """
                    ctid = any (array(
                      select ctid from logged_predictions
                      where organization_id = :organization and as_of < :before
                        and created_at < :made
                      order by as_of limit :limit for update skip locked))
                    """,
                    query ->
                        query
                            .bind("before", before)
                            .bind(
                                "made",
                                Columns.timestamp(before.atStartOfDay(ZoneOffset.UTC).toInstant()))
                            .bind("limit", limit))));
  }

  private static LoggedPrediction read(ResultSet row) throws SQLException {
    return new LoggedPrediction(
        new OrganizationId(Columns.uuid(row, "organization_id")),
        row.getString("customer_id"),
        Columns.date(row, "as_of"),
        new ModelId(Columns.uuid(row, "model_id")),
        row.getInt("model_version"),
        Columns.parse(ModelRole.class, row.getString("role")),
        row.getBoolean("is_shadow"),
        Columns.optionalBoolean(row, "is_active"),
        Columns.activity(row),
        new ChurnProbability(row.getDouble("probability")),
        Columns.instant(row, "created_at"));
  }
}
