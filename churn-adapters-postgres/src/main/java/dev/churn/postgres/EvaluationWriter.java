package dev.churn.postgres;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.BestBaseline;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.CoreMetrics;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.CutResult;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.model.ModelId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Writes model evaluations: columns of {@code model_metadata} and the tables {@code evaluation_*};
 * the caller opens the transaction.
 */
final class EvaluationWriter {
  private EvaluationWriter() {}

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
    insert(handle, id, "evaluation_cuts", evaluation.cuts().stream().map(EvaluationWriter::cut));
    insert(handle, id, "evaluation_cut_baselines", baselinesOfCuts(evaluation.cuts()));
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
                  other.flatMap(EvaluationWriter::logLoss).orElse(null),
                  other.flatMap(EvaluationWriter::direction).orElse(null));
            });
  }

  private static Object[] cut(CutResult cut) {
    return row(
        cut.asOf(),
        cut.customers(),
        cut.churnRate(),
        cut.meanPredicted(),
        cut.rocAuc(),
        cut.rocAucInterval().low(),
        cut.rocAucInterval().high(),
        cut.logLoss(),
        cut.brier(),
        cut.calibrationError());
  }

  private static Stream<Object[]> baselinesOfCuts(List<CutResult> cuts) {
    return IntStream.range(0, cuts.size())
        .boxed()
        .flatMap(
            cut ->
                cuts.get(cut).baselines().stream()
                    .map(
                        baseline ->
                            row(
                                cut,
                                Columns.text(baseline.name()),
                                baseline.rocAuc(),
                                logLoss(baseline).orElse(null),
                                direction(baseline).orElse(null))));
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
}
