package dev.churn.http.view;

import dev.churn.domain.drift.Drift;
import dev.churn.domain.drift.FeatureDrift;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.monitoring.NotComparable;
import dev.churn.domain.monitoring.NotCounted;
import dev.churn.domain.monitoring.NotCounted.Kind;
import dev.churn.domain.monitoring.RealizedComparison;
import dev.churn.domain.monitoring.RealizedPerformance;
import dev.churn.domain.monitoring.RealizedPerformance.Quality;
import dev.churn.domain.monitoring.ValueError;
import dev.churn.domain.usecase.monitoring.ShowMonitoring.Monitoring;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * How good the predictions of an organization turned out to be, as answers show it.
 *
 * @param asOf the last day whose outcomes are known; empty if there is no report yet
 * @param outcomes the measures of active customers first, then those of all
 * @param drift of each feature since the model {@code driftModelId} was trained; empty if not
 *     measured
 * @param pending how many predictions wait for their outcome
 * @param unknown how many predictions will have none, unless a later dataset tells
 * @param excluded how many predictions say nothing about their model
 * @param notCounted the reasons for these three numbers
 */
public record MonitoringView(
    Optional<LocalDate> asOf,
    List<OutcomeView> outcomes,
    List<ComparisonView> comparisons,
    List<DriftView> drift,
    Optional<String> driftModelId,
    Optional<Integer> driftModelVersion,
    Optional<LocalDate> driftAsOf,
    Optional<String> driftPopulation,
    Optional<Integer> driftActiveWindowDays,
    long pending,
    long unknown,
    long excluded,
    List<NotCountedView> notCounted) {
  public static MonitoringView of(Monitoring monitoring) {
    var report = monitoring.report();
    Optional<Drift> drift = report.drift();
    return new MonitoringView(
        report.asOf(),
        report.outcomes().stream().map(OutcomeView::of).toList(),
        Stream.concat(
                report.comparisons().stream().map(ComparisonView::of),
                monitoring.notComparable().stream().map(ComparisonView::of))
            .toList(),
        drift.map(Drift::features).orElse(List.of()).stream().map(DriftView::of).toList(),
        drift.map(found -> found.model().toString()),
        drift.map(Drift::modelVersion),
        drift.map(Drift::asOf),
        drift
            .map(found -> found.window().days() == 0 ? Population.ALL : Population.ACTIVE)
            .map(Texts::of),
        drift.map(found -> found.window().days()),
        monitoring.count(Kind.PENDING),
        monitoring.count(Kind.UNKNOWN),
        monitoring.count(Kind.EXCLUDED),
        monitoring.notCounted().stream().map(NotCountedView::of).toList());
  }

  record OutcomeView(
      String population,
      String modelId,
      int modelVersion,
      String role,
      String month,
      Optional<Integer> horizonDays,
      LocalDate firstAsOf,
      LocalDate lastAsOf,
      LocalDate knownUntil,
      long rows,
      long customers,
      long unknown,
      double churnRate,
      double meanPredicted,
      Optional<Double> rocAuc,
      Optional<List<Double>> rocAucInterval,
      Optional<Double> logLoss,
      Optional<Double> brier,
      Optional<Double> expectedCalibrationError,
      Optional<Double> topDecileLift,
      Optional<List<ReliabilityBin>> reliability,
      Optional<ValueErrorView> activity,
      Optional<ValueErrorView> spend) {
    static OutcomeView of(RealizedPerformance realized) {
      Optional<Quality> quality = realized.quality();
      return new OutcomeView(
          Texts.of(realized.population()),
          realized.group().model().toString(),
          realized.group().version(),
          Texts.of(realized.group().role()),
          realized.group().month().toString(),
          Texts.number(realized.cut().horizonDays()),
          realized.cut().firstAsOf(),
          realized.cut().lastAsOf(),
          realized.cut().knownUntil(),
          realized.rows(),
          realized.customers(),
          realized.unknown(),
          realized.churnRate(),
          realized.meanPredicted(),
          quality.map(Quality::rocAuc),
          quality.map(Quality::rocAucInterval).map(Texts::ends),
          quality.map(Quality::logLoss),
          quality.map(Quality::brier),
          quality.map(Quality::calibrationError),
          quality.map(Quality::topDecileLift),
          quality.map(Quality::reliability),
          realized.activity().map(ValueErrorView::of),
          realized.spend().map(ValueErrorView::of));
    }
  }

  record ValueErrorView(
      long rows,
      long customers,
      double promised,
      double seen,
      OptionalDouble ratio,
      double meanAbsoluteError) {
    static ValueErrorView of(ValueError error) {
      return new ValueErrorView(
          error.rows(),
          error.customers(),
          error.promised(),
          error.seen(),
          error.ratio(),
          error.meanAbsoluteError());
    }
  }

  record ComparisonView(
      Optional<String> population,
      String championId,
      int championVersion,
      String rivalId,
      int rivalVersion,
      String rivalRole,
      Optional<Integer> horizonDays,
      Optional<LocalDate> firstAsOf,
      Optional<LocalDate> lastAsOf,
      Optional<LocalDate> knownUntil,
      long rows,
      long customers,
      Optional<Double> rocAucDifference,
      Optional<List<Double>> rocAucInterval,
      Optional<Double> logLossDifference,
      Optional<List<Double>> logLossInterval,
      Optional<String> summary,
      String result,
      String verdict,
      long moreCustomers) {
    static ComparisonView of(RealizedComparison compared) {
      Optional<Comparison> difference = compared.difference();
      return new ComparisonView(
          Optional.of(Texts.of(compared.population())),
          compared.models().champion().toString(),
          compared.models().championVersion(),
          compared.models().rival().toString(),
          compared.models().rivalVersion(),
          Texts.of(compared.rivalRole()),
          Texts.number(compared.cut().horizonDays()),
          Optional.of(compared.cut().firstAsOf()),
          Optional.of(compared.cut().lastAsOf()),
          Optional.of(compared.cut().knownUntil()),
          compared.rows(),
          compared.customers(),
          difference.map(Comparison::rocAucDifference),
          difference.map(Comparison::rocAucInterval).map(Texts::ends),
          difference.map(Comparison::logLossDifference),
          difference.map(Comparison::logLossInterval).map(Texts::ends),
          difference.map(Comparison::inWords),
          Texts.of(compared.verdict()),
          compared.inWords(),
          compared.moreCustomers());
    }

    static ComparisonView of(NotComparable models) {
      return new ComparisonView(
          Optional.empty(),
          models.models().champion().toString(),
          models.models().championVersion(),
          models.models().rival().toString(),
          models.models().rivalVersion(),
          Texts.of(models.rivalRole()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          "not_comparable",
          models.reason(),
          0);
    }
  }

  record DriftView(
      String feature,
      double psi,
      double psiByChance,
      double psiWithAgeing,
      String effect,
      long referenceRows,
      long currentRows) {
    static DriftView of(FeatureDrift drift) {
      return new DriftView(
          drift.feature().columnName(),
          drift.psi(),
          drift.chance(),
          drift.withAgeing(),
          Texts.of(drift.effect()),
          drift.referenceRows(),
          drift.currentRows());
    }
  }

  record NotCountedView(String kind, String reason, long predictions, String text) {
    static NotCountedView of(NotCounted found) {
      return new NotCountedView(
          Texts.of(found.reason().kind()),
          Texts.of(found.reason()),
          found.predictions(),
          found.reason().text());
    }
  }
}
