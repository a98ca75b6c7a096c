package dev.churn.http.view;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Interval;
import dev.churn.domain.monitoring.Drift;
import dev.churn.domain.monitoring.FeatureDrift;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.monitoring.RealizedPerformance.Quality;
import dev.churn.domain.usecase.monitoring.ShowMonitoring.Monitoring;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What became of predictions, as answers show it. */
public final class MonitoringViews {
  private MonitoringViews() {}

  private record View(
      Optional<LocalDate> asOf,
      List<OutcomeView> outcomes,
      List<ComparisonView> comparisons,
      List<DriftView> drift,
      Optional<String> driftModelId,
      Optional<Integer> driftModelVersion,
      Optional<LocalDate> driftAsOf,
      long pending,
      long unknown) {}

  private record OutcomeView(
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
          lower(realized.group().role()),
          realized.group().month().toString(),
          realized.rows(),
          realized.churnRate(),
          realized.meanPredicted(),
          quality.map(Quality::rocAuc),
          quality.map(Quality::rocAucInterval).map(MonitoringViews::ends),
          quality.map(Quality::logLoss),
          quality.map(Quality::brier),
          quality.map(Quality::calibrationError),
          quality.map(Quality::topDecileLift),
          quality.map(Quality::reliability));
    }
  }

  private record ComparisonView(
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
          lower(compared.rival().role()),
          compared.rows(),
          difference.map(Comparison::rocAucDifference),
          difference.map(Comparison::rocAucInterval).map(MonitoringViews::ends),
          difference.map(Comparison::logLossDifference),
          difference.map(Comparison::logLossInterval).map(MonitoringViews::ends),
          difference.map(Comparison::inWords));
    }
  }

  private record DriftView(
      String feature, double psi, String effect, long referenceRows, long currentRows) {
    static DriftView of(FeatureDrift drift) {
      return new DriftView(
          drift.feature().columnName(),
          drift.psi(),
          lower(drift.effect()),
          drift.referenceRows(),
          drift.currentRows());
    }
  }

  public static Object of(Monitoring monitoring) {
    var report = monitoring.report();
    Optional<Drift> drift = report.drift();
    return new View(
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

  private static List<Double> ends(Interval interval) {
    return List.of(interval.low(), interval.high());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
