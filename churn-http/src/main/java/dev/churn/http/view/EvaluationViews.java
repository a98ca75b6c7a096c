package dev.churn.http.view;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Interval;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.evaluation.SnapshotResult.Score;
import dev.churn.domain.evaluation.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How a model was judged, as answers show it. */
final class EvaluationViews {
  private EvaluationViews() {}

  static Map<String, Object> verdict(Verdict verdict) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("deployable", verdict.isDeployable());
    view.put("kind", verdict.kind().name().toLowerCase(Locale.ROOT));
    view.put("text", verdict.sentence());
    return view;
  }

  static List<Double> ends(Interval interval) {
    return List.of(interval.low(), interval.high());
  }

  /** Puts what only the answer for a single model shows; null until it is trained. */
  static void putDetails(Map<String, Object> view, Optional<Evaluation> evaluation) {
    Optional<Curves> curves = evaluation.map(Evaluation::curves);
    view.put("gain_over_recency", evaluation.map(EvaluationViews::gain).orElse(null));
    view.put(
        "baselines",
        evaluation
            .map(e -> e.baselines().stream().map(EvaluationViews::baseline).toList())
            .orElse(null));
    view.put(
        "confusion_matrix",
        evaluation.map(Evaluation::confusion).map(EvaluationViews::confusion).orElse(null));
    view.put(
        "reliability_curve",
        curves
            .map(c -> c.reliability().stream().map(EvaluationViews::reliability).toList())
            .orElse(null));
    view.put(
        "roc_curve",
        curves.map(c -> c.roc().stream().map(EvaluationViews::roc).toList()).orElse(null));
    view.put(
        "gains_curve",
        curves.map(c -> c.gains().stream().map(EvaluationViews::gains).toList()).orElse(null));
    view.put("decile_lift", curves.map(Curves::decileLift).orElse(null));
    view.put(
        "snapshots",
        evaluation
            .map(e -> e.snapshots().stream().map(EvaluationViews::snapshot).toList())
            .orElse(null));
    view.put("warnings", evaluation.map(Evaluation::warnings).orElse(null));
  }

  private static Map<String, Object> gain(Evaluation evaluation) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("roc_auc", evaluation.gainOverRecency().rocAuc());
    view.put("interval", ends(evaluation.gainOverRecency().interval()));
    return view;
  }

  private static Map<String, Object> baseline(Baseline baseline) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", baseline.name());
    view.put("roc_auc", baseline.rocAuc());
    view.put("log_loss", baseline.logLoss().isPresent() ? baseline.logLoss().getAsDouble() : null);
    return view;
  }

  private static Map<String, Object> confusion(ConfusionMatrix matrix) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("threshold", ConfusionMatrix.THRESHOLD);
    view.put("true_positives", matrix.truePositives());
    view.put("false_positives", matrix.falsePositives());
    view.put("false_negatives", matrix.falseNegatives());
    view.put("true_negatives", matrix.trueNegatives());
    return view;
  }

  private static Map<String, Object> reliability(Curves.ReliabilityBin bin) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("from", bin.from());
    view.put("to", bin.to());
    view.put("rows", bin.rows());
    view.put("mean_predicted", bin.meanPredicted());
    view.put("observed", bin.observed());
    return view;
  }

  private static Map<String, Object> roc(Curves.RocPoint point) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("false_positive_rate", point.falsePositiveRate());
    view.put("true_positive_rate", point.truePositiveRate());
    return view;
  }

  private static Map<String, Object> gains(Curves.GainsPoint point) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("contacted", point.contacted());
    view.put("reached", point.reached());
    return view;
  }

  private static Map<String, Object> snapshot(SnapshotResult snapshot) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("as_of", snapshot.asOf().toString());
    view.put("role", snapshot.role().name().toLowerCase(Locale.ROOT));
    view.put("rows", snapshot.rows());
    view.put("churn_rate", snapshot.churnRate());
    view.put("roc_auc", snapshot.score().map(Score::rocAuc).orElse(null));
    view.put("log_loss", snapshot.score().map(Score::logLoss).orElse(null));
    view.put(
        "expected_calibration_error", snapshot.score().map(Score::calibrationError).orElse(null));
    return view;
  }
}
