package dev.churn.postgres;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.BestBaseline;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.CoreMetrics;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Interval;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.feature.SnapshotRole;
import dev.churn.domain.model.ModelId;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Reads and writes model evaluations: columns of {@code model_metadata} and the tables {@code
 * evaluation_*}; the caller opens the transaction.
 */
final class EvaluationRows {
  /** Columns of a select from {@code model_metadata m}; each holds a list of lists. */
  static final String LISTS =
      """
        array(select array[name, direction, everyone_direction] from evaluation_baselines b
          where b.model_id = m.id order by position) as baseline_names,
        array(select array[roc_auc, log_loss, everyone_roc_auc, everyone_log_loss]
          from evaluation_baselines b where b.model_id = m.id order by position)
          as baseline_values,
        array(select array[as_of::text, role] from evaluation_snapshots s
          where s.model_id = m.id order by position) as snapshot_names,
        array(select array[row_count, churn_rate, roc_auc, log_loss, calibration_error]
          from evaluation_snapshots s where s.model_id = m.id order by position)
          as snapshot_values,
        array(select array[bin_from, bin_to, row_count, mean_predicted, observed]
          from evaluation_reliability r where r.model_id = m.id order by position)
          as reliability_values,
        array(select array[false_positive_rate, true_positive_rate] from evaluation_roc r
          where r.model_id = m.id order by position) as roc_values,
        array(select array[contacted, reached] from evaluation_gains g
          where g.model_id = m.id order by position) as gains_values
      """;

  private EvaluationRows() {}

  /** Adds the evaluation of a model that has none yet. */
  static void write(Handle handle, ModelId id, Evaluation evaluation) {
    Metrics metrics = evaluation.metrics();
    ConfusionMatrix confusion = evaluation.confusion();
    Gain gain = evaluation.gainOverRecency();
    handle
        .createUpdate(
            """
            update model_metadata set
              evaluation_method = :method, test_samples = :testSamples,
              test_churn_rate = :testChurnRate, accuracy = :accuracy, "precision" = :precision,
              recall = :recall, f1_score = :f1Score, roc_auc = :rocAuc, roc_auc_low = :rocAucLow,
              roc_auc_high = :rocAucHigh, baseline_roc_auc = :baseline, pr_auc = :prAuc,
              log_loss = :logLoss, brier = :brier, calibration_error = :calibrationError,
              top_decile_lift = :lift, true_positives = :truePositives,
              false_positives = :falsePositives, false_negatives = :falseNegatives,
              true_negatives = :trueNegatives, gain_over_recency = :gain,
              gain_over_recency_low = :gainLow, gain_over_recency_high = :gainHigh,
              warnings = :warnings, test_population = :population,
              test_horizon_days = :horizon, test_as_of = cast(:asOf as date[]),
              everyone_samples = :everyone, everyone_churn_rate = :everyoneChurnRate,
              everyone_roc_auc = :everyoneRocAuc, everyone_roc_auc_low = :everyoneRocAucLow,
              everyone_roc_auc_high = :everyoneRocAucHigh, everyone_log_loss = :everyoneLogLoss,
              everyone_brier = :everyoneBrier,
              everyone_calibration_error = :everyoneCalibrationError,
              best_baseline = :best, gain_over_best = :bestGain, gain_over_best_low = :bestLow,
              gain_over_best_high = :bestHigh, everyone_best_baseline = :everyoneBest,
              everyone_gain_over_best = :everyoneBestGain,
              everyone_gain_over_best_low = :everyoneBestLow,
              everyone_gain_over_best_high = :everyoneBestHigh
            where id = :id
            """)
        .bindMap(scope(evaluation.scope()))
        .bindMap(everyone(evaluation.everyone()))
        .bindMap(best("best", evaluation.best()))
        .bindMap(best("everyoneBest", evaluation.everyone().flatMap(CoreMetrics::best)))
        .bindArray("asOf", String.class, (Object[]) days(evaluation.scope().asOf()))
        .bind("id", id.value())
        .bind("method", Columns.code(evaluation.scope().method()))
        .bind("testSamples", evaluation.testSamples())
        .bind("testChurnRate", evaluation.churnRate())
        .bind("accuracy", metrics.accuracy())
        .bind("precision", metrics.precision())
        .bind("recall", metrics.recall())
        .bind("f1Score", metrics.f1Score())
        .bind("rocAuc", metrics.rocAuc())
        .bind("rocAucLow", metrics.rocAucInterval().low())
        .bind("rocAucHigh", metrics.rocAucInterval().high())
        .bind("baseline", evaluation.recencyRocAuc())
        .bind("prAuc", metrics.prAuc())
        .bind("logLoss", metrics.logLoss())
        .bind("brier", metrics.brier())
        .bind("calibrationError", metrics.calibrationError())
        .bind("lift", metrics.topDecileLift())
        .bind("truePositives", confusion.truePositives())
        .bind("falsePositives", confusion.falsePositives())
        .bind("falseNegatives", confusion.falseNegatives())
        .bind("trueNegatives", confusion.trueNegatives())
        .bind("gain", gain.rocAuc())
        .bind("gainLow", gain.interval().low())
        .bind("gainHigh", gain.interval().high())
        .bindArray("warnings", String.class, (Object[]) Columns.texts(evaluation.warnings()))
        .execute();
    insert(handle, id, "evaluation_baselines", baselines(evaluation));
    insert(handle, id, "evaluation_snapshots", snapshots(evaluation));
    Curves curves = evaluation.curves();
    insert(
        handle,
        id,
        "evaluation_reliability",
        curves.reliability().stream()
            .map(b -> row(b.from(), b.to(), b.rows(), b.meanPredicted(), b.observed())));
    insert(
        handle,
        id,
        "evaluation_roc",
        curves.roc().stream().map(p -> row(p.falsePositiveRate(), p.truePositiveRate())));
    insert(
        handle,
        id,
        "evaluation_gains",
        curves.gains().stream().map(p -> row(p.contacted(), p.reached())));
  }

  private static Map<String, Object> scope(EvaluationScope scope) {
    Map<String, Object> values = new HashMap<>();
    values.put("population", Columns.code(scope.population()));
    values.put("horizon", scope.horizonDays().isPresent() ? scope.horizonDays().getAsInt() : null);
    return values;
  }

  private static Map<String, Object> everyone(Optional<CoreMetrics> everyone) {
    Map<String, Object> values = new HashMap<>();
    values.put("everyone", everyone.map(CoreMetrics::customers).orElse(null));
    values.put("everyoneChurnRate", everyone.map(CoreMetrics::churnRate).orElse(null));
    values.put("everyoneRocAuc", everyone.map(CoreMetrics::rocAuc).orElse(null));
    values.put("everyoneRocAucLow", everyone.map(e -> e.rocAucInterval().low()).orElse(null));
    values.put("everyoneRocAucHigh", everyone.map(e -> e.rocAucInterval().high()).orElse(null));
    values.put("everyoneLogLoss", everyone.map(CoreMetrics::logLoss).orElse(null));
    values.put("everyoneBrier", everyone.map(CoreMetrics::brier).orElse(null));
    values.put(
        "everyoneCalibrationError", everyone.map(CoreMetrics::calibrationError).orElse(null));
    return values;
  }

  private static Map<String, Object> best(String prefix, Optional<BestBaseline> best) {
    Optional<Gain> gain = best.map(BestBaseline::gain);
    Map<String, Object> values = new HashMap<>();
    values.put(prefix, best.map(BestBaseline::name).map(Columns::text).orElse(null));
    values.put(prefix + "Gain", gain.map(Gain::rocAuc).orElse(null));
    values.put(prefix + "Low", gain.map(g -> g.interval().low()).orElse(null));
    values.put(prefix + "High", gain.map(g -> g.interval().high()).orElse(null));
    return values;
  }

  private static String[] days(List<LocalDate> days) {
    return days.stream().map(LocalDate::toString).toArray(String[]::new);
  }

  /** {@return a row for each baseline of the test customers, with its result on everyone beside} */
  private static Stream<Object[]> baselines(Evaluation evaluation) {
    Map<String, Baseline> everyone =
        evaluation.everyone().map(CoreMetrics::baselines).orElse(List.of()).stream()
            .collect(Collectors.toMap(Baseline::name, baseline -> baseline));
    return evaluation.baselines().stream()
        .map(
            baseline -> {
              Optional<Baseline> other = Optional.ofNullable(everyone.get(baseline.name()));
              return row(
                  Columns.text(baseline.name()),
                  baseline.rocAuc(),
                  logLoss(baseline).orElse(null),
                  direction(baseline).orElse(null),
                  other.map(Baseline::rocAuc).orElse(null),
                  other.flatMap(EvaluationRows::logLoss).orElse(null),
                  other.flatMap(EvaluationRows::direction).orElse(null));
            });
  }

  private static Optional<Double> logLoss(Baseline baseline) {
    return baseline.logLoss().stream().boxed().findFirst();
  }

  private static Optional<String> direction(Baseline baseline) {
    return baseline.direction().map(Columns::code);
  }

  private static Stream<Object[]> snapshots(Evaluation evaluation) {
    return evaluation.snapshots().stream()
        .map(
            snapshot ->
                row(
                    snapshot.asOf(),
                    Columns.code(snapshot.role()),
                    snapshot.rows(),
                    snapshot.churnRate(),
                    snapshot.score().map(SnapshotResult.Score::rocAuc).orElse(null),
                    snapshot.score().map(SnapshotResult.Score::logLoss).orElse(null),
                    snapshot.score().map(SnapshotResult.Score::calibrationError).orElse(null)));
  }

  private static Object[] row(Object... cells) {
    return cells;
  }

  /**
   * Inserts rows whose values are in the order of the table's columns, after model and position.
   */
  private static void insert(Handle handle, ModelId id, String table, Stream<Object[]> rows) {
    List<Object[]> all = rows.toList();
    if (all.isEmpty()) {
      return;
    }
    String places = ", ?".repeat(all.get(0).length);
    PreparedBatch batch =
        handle.prepareBatch("insert into %s values (?, ?%s)".formatted(table, places));
    for (int position = 0; position < all.size(); position++) {
      batch.bind(0, id.value()).bind(1, position);
      Object[] cells = all.get(position);
      for (int i = 0; i < cells.length; i++) {
        batch.bind(i + 2, cells[i]);
      }
      batch.add();
    }
    batch.execute();
  }

  static Evaluation read(ResultSet row) throws SQLException {
    return new Evaluation(
        readScope(row),
        row.getLong("test_samples"),
        row.getDouble("test_churn_rate"),
        metrics(row),
        new ConfusionMatrix(
            row.getLong("true_positives"),
            row.getLong("false_positives"),
            row.getLong("false_negatives"),
            row.getLong("true_negatives")),
        readBaselines(row, 0),
        new Gain(
            row.getDouble("gain_over_recency"),
            new Interval(
                row.getDouble("gain_over_recency_low"), row.getDouble("gain_over_recency_high"))),
        readBest(row, "best_baseline", "gain_over_best"),
        curves(row),
        readSnapshots(row),
        Columns.texts(row, "warnings"),
        readEveryone(row));
  }

  private static EvaluationScope readScope(ResultSet row) throws SQLException {
    int horizon = row.getInt("test_horizon_days");
    OptionalInt horizonDays = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(horizon);
    return new EvaluationScope(
        Columns.parse(EvaluationMethod.class, row.getString("evaluation_method")),
        Columns.parse(Population.class, row.getString("test_population")),
        horizonDays,
        Stream.of((Date[]) row.getArray("test_as_of").getArray()).map(Date::toLocalDate).toList());
  }

  private static Optional<CoreMetrics> readEveryone(ResultSet row) throws SQLException {
    long customers = row.getLong("everyone_samples");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new CoreMetrics(
                customers,
                row.getDouble("everyone_churn_rate"),
                row.getDouble("everyone_roc_auc"),
                new Interval(
                    row.getDouble("everyone_roc_auc_low"), row.getDouble("everyone_roc_auc_high")),
                row.getDouble("everyone_log_loss"),
                row.getDouble("everyone_brier"),
                row.getDouble("everyone_calibration_error"),
                readBaselines(row, 1),
                readBest(row, "everyone_best_baseline", "everyone_gain_over_best")));
  }

  private static Metrics metrics(ResultSet row) throws SQLException {
    return new Metrics(
        row.getDouble("accuracy"),
        row.getDouble("precision"),
        row.getDouble("recall"),
        row.getDouble("f1_score"),
        row.getDouble("roc_auc"),
        new Interval(row.getDouble("roc_auc_low"), row.getDouble("roc_auc_high")),
        row.getDouble("pr_auc"),
        row.getDouble("log_loss"),
        row.getDouble("brier"),
        row.getDouble("calibration_error"),
        row.getDouble("top_decile_lift"));
  }

  private static Optional<BestBaseline> readBest(ResultSet row, String name, String gain)
      throws SQLException {
    String found = row.getString(name);
    return found == null
        ? Optional.empty()
        : Optional.of(
            new BestBaseline(
                found,
                new Gain(
                    row.getDouble(gain),
                    new Interval(row.getDouble(gain + "_low"), row.getDouble(gain + "_high")))));
  }

  /**
   * {@return the baselines}
   *
   * @param population 0 for the customers evaluated on, 1 for everyone, on whom earlier versions
   *     had none
   */
  private static List<Baseline> readBaselines(ResultSet row, int population) throws SQLException {
    Object[] names = (Object[]) row.getArray("baseline_names").getArray();
    List<Double[]> values = table(row, "baseline_values");
    List<Baseline> baselines = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String[] texts = (String[]) names[i];
      Double rocAuc = values.get(i)[2 * population];
      Double logLoss = values.get(i)[2 * population + 1];
      if (rocAuc != null) {
        baselines.add(
            new Baseline(
                texts[0],
                rocAuc,
                logLoss == null ? OptionalDouble.empty() : OptionalDouble.of(logLoss),
                Optional.ofNullable(texts[1 + population])
                    .map(code -> Columns.parse(Baseline.Direction.class, code))));
      }
    }
    return baselines;
  }

  private static List<SnapshotResult> readSnapshots(ResultSet row) throws SQLException {
    Object[] names = (Object[]) row.getArray("snapshot_names").getArray();
    List<Double[]> values = table(row, "snapshot_values");
    List<SnapshotResult> snapshots = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      String[] texts = (String[]) names[i];
      Double[] cells = values.get(i);
      snapshots.add(
          new SnapshotResult(
              LocalDate.parse(texts[0]),
              Columns.parse(SnapshotRole.class, texts[1]),
              cells[0].longValue(),
              cells[1],
              cells[2] == null
                  ? Optional.empty()
                  : Optional.of(new SnapshotResult.Score(cells[2], cells[3], cells[4]))));
    }
    return snapshots;
  }

  private static Curves curves(ResultSet row) throws SQLException {
    return new Curves(
        table(row, "reliability_values").stream()
            .map(
                cells ->
                    new Curves.ReliabilityBin(
                        cells[0], cells[1], cells[2].longValue(), cells[3], cells[4]))
            .toList(),
        table(row, "roc_values").stream()
            .map(cells -> new Curves.RocPoint(cells[0], cells[1]))
            .toList(),
        table(row, "gains_values").stream()
            .map(cells -> new Curves.GainsPoint(cells[0], cells[1]))
            .toList());
  }

  /** {@return a list of lists; an empty array of arrays arrives as an empty array of numbers} */
  private static List<Double[]> table(ResultSet row, String column) throws SQLException {
    return Stream.of((Object[]) row.getArray(column).getArray()).map(Double[].class::cast).toList();
  }
}
