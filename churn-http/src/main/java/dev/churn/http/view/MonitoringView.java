package dev.churn.http.view;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.monitoring.Drift;
import dev.churn.domain.monitoring.FeatureDrift;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.monitoring.RealizedPerformance.Quality;
import dev.churn.domain.usecase.monitoring.ShowMonitoring.Monitoring;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * How good the predictions of an organization turned out to be, as answers show it.
 *
 * @param asOf the last day whose outcomes are known; empty if there is no report yet
 * @param drift of each feature since the model {@code driftModelId} was trained; empty if not
 *     measured
 * @param pending how many predictions wait for their outcome
 * @param unknown how many predictions will have none
 */
public record MonitoringView(
    Optional<LocalDate> asOf,
    List<OutcomeView> outcomes,
    List<ComparisonView> comparisons,
    List<DriftView> drift,
    Optional<String> driftModelId,
    Optional<Integer> driftModelVersion,
    Optional<LocalDate> driftAsOf,
    long pending,
    long unknown) {
  public static MonitoringView of(Monitoring monitoring) {
    var report = monitoring.report();
    Optional<Drift> drift = report.drift();
    return new MonitoringView(
        report.asOf(),
        report.outcomes().stream().map(OutcomeView::of).toList(),
        report.comparisons().stream().map(ComparisonView::of).toList(),
        drift.map(Drift::features).orElse(List.of()).stream().map(DriftView::of).toList(),
        drift.map(found -> found.model().toString()),
        drift.map(Drift::modelVersion),
        drift.map(Drift::asOf),
        monitoring.pending(),
        monitoring.unknown());
  }

  record OutcomeView(
      String modelId,
      int modelVersion,
      String role,
      String month,
      long rows,
      double churnRate,
      double meanPredicted,
      Optional<Double> rocAuc,
      Optional<List<Double>> rocAucInterval,
      Optional<Double> logLoss,
      Optional<Double> brier,
      Optional<Double> expectedCalibrationError,
      Optional<Double> topDecileLift,
      Optional<List<ReliabilityBin>> reliability) {
    static OutcomeView of(RealizedPerformance realized) {
      Optional<Quality> quality = realized.quality();
      return new OutcomeView(
          realized.group().model().toString(),
          realized.group().version(),
          Texts.of(realized.group().role()),
          realized.group().month().toString(),
          realized.rows(),
          realized.churnRate(),
          realized.meanPredicted(),
          quality.map(Quality::rocAuc),
          quality.map(Quality::rocAucInterval).map(Texts::ends),
          quality.map(Quality::logLoss),
          quality.map(Quality::brier),
          quality.map(Quality::calibrationError),
          quality.map(Quality::topDecileLift),
          quality.map(Quality::reliability));
    }
  }

  record ComparisonView(
      String month,
      String championId,
      int championVersion,
      String rivalId,
      int rivalVersion,
      String rivalRole,
      long rows,
      Optional<Double> rocAucDifference,
      Optional<List<Double>> rocAucInterval,
      Optional<Double> logLossDifference,
      Optional<List<Double>> logLossInterval,
      Optional<String> summary) {
    static ComparisonView of(RealizedComparison compared) {
      Optional<Comparison> difference = compared.difference();
      return new ComparisonView(
          compared.rival().month().toString(),
          compared.champion().model().toString(),
          compared.champion().version(),
          compared.rival().model().toString(),
          compared.rival().version(),
          Texts.of(compared.rival().role()),
          compared.rows(),
          difference.map(Comparison::rocAucDifference),
          difference.map(Comparison::rocAucInterval).map(Texts::ends),
          difference.map(Comparison::logLossDifference),
          difference.map(Comparison::logLossInterval).map(Texts::ends),
          difference.map(Comparison::inWords));
    }
  }

  record DriftView(
      String feature, double psi, String effect, long referenceRows, long currentRows) {
    static DriftView of(FeatureDrift drift) {
      return new DriftView(
          drift.feature().columnName(),
          drift.psi(),
          Texts.of(drift.effect()),
          drift.referenceRows(),
          drift.currentRows());
    }
  }
}
