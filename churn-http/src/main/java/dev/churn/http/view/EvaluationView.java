package dev.churn.http.view;

import dev.churn.domain.evaluation.Baseline;
import dev.churn.domain.evaluation.BestBaseline;
import dev.churn.domain.evaluation.ConfusionMatrix;
import dev.churn.domain.evaluation.Curves;
import dev.churn.domain.evaluation.Curves.GainsPoint;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Curves.RocPoint;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.SnapshotResult;
import dev.churn.domain.evaluation.SnapshotResult.Score;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The part of an evaluation that only the answer for a single model shows. The fields are always
 * there; they are empty until the model is trained.
 */
record EvaluationView(
    Optional<GainView> gainOverRecency,
    Optional<String> bestBaseline,
    Optional<GainView> gainOverBestBaseline,
    Optional<List<BaselineView>> baselines,
    Optional<List<BaselineView>> baselinesOnAllCustomers,
    Optional<ConfusionView> confusionMatrix,
    Optional<List<ReliabilityBin>> reliabilityCurve,
    Optional<List<RocPoint>> rocCurve,
    Optional<List<GainsPoint>> gainsCurve,
    Optional<List<Double>> decileLift,
    Optional<List<SnapshotView>> snapshots,
    Optional<List<String>> warnings) {
  static EvaluationView of(Optional<Evaluation> evaluation) {
    Optional<Curves> curves = evaluation.map(Evaluation::curves);
    return new EvaluationView(
        evaluation.map(Evaluation::gainOverRecency).map(GainView::of),
        evaluation.flatMap(Evaluation::best).map(BestBaseline::name),
        evaluation.flatMap(Evaluation::best).map(BestBaseline::gain).map(GainView::of),
        evaluation.map(e -> BaselineView.of(e.baselines())),
        evaluation.flatMap(Evaluation::everyone).map(e -> BaselineView.of(e.baselines())),
        evaluation.map(Evaluation::confusion).map(ConfusionView::of),
        curves.map(Curves::reliability),
        curves.map(Curves::roc),
        curves.map(Curves::gains),
        curves.map(Curves::decileLift),
        evaluation.map(e -> e.snapshots().stream().map(SnapshotView::of).toList()),
        evaluation.map(Evaluation::warnings));
  }

  record GainView(double rocAuc, List<Double> interval) {
    static GainView of(Gain gain) {
      return new GainView(gain.rocAuc(), Texts.ends(gain.interval()));
    }
  }

  record BaselineView(
      String name, double rocAuc, OptionalDouble logLoss, Optional<String> direction) {
    static BaselineView of(Baseline baseline) {
      return new BaselineView(
          baseline.name(),
          baseline.rocAuc(),
          baseline.logLoss(),
          baseline.direction().map(Texts::of));
    }

    static List<BaselineView> of(List<Baseline> baselines) {
      return baselines.stream().map(BaselineView::of).toList();
    }
  }

  record ConfusionView(
      double threshold,
      long truePositives,
      long falsePositives,
      long falseNegatives,
      long trueNegatives) {
    static ConfusionView of(ConfusionMatrix matrix) {
      return new ConfusionView(
          ConfusionMatrix.THRESHOLD,
          matrix.truePositives(),
          matrix.falsePositives(),
          matrix.falseNegatives(),
          matrix.trueNegatives());
    }
  }

  record SnapshotView(
      LocalDate asOf,
      String role,
      long rows,
      double churnRate,
      Optional<Double> rocAuc,
      Optional<Double> logLoss,
      Optional<Double> expectedCalibrationError) {
    static SnapshotView of(SnapshotResult snapshot) {
      return new SnapshotView(
          snapshot.asOf(),
          Texts.of(snapshot.role()),
          snapshot.rows(),
          snapshot.churnRate(),
          snapshot.score().map(Score::rocAuc),
          snapshot.score().map(Score::logLoss),
          snapshot.score().map(Score::calibrationError));
    }
  }
}
