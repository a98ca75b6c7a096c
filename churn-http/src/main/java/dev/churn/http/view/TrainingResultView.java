package dev.churn.http.view;

import dev.churn.domain.evaluation.BestBaseline;
import dev.churn.domain.evaluation.CoreMetrics;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationScope;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.model.ModelVersion;
import dev.churn.domain.model.TrainingRun;
import dev.churn.http.view.EvaluationView.GainView;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The result of a training, with the fields that the training status and the models share. The
 * fields are always there; they are empty until the training has ended, and {@code errorMessage} is
 * empty unless it failed.
 */
record TrainingResultView(
    Optional<Double> accuracy,
    Optional<Double> precision,
    Optional<Double> recall,
    Optional<Double> f1Score,
    Optional<Double> rocAuc,
    Optional<Long> trainingSamples,
    Optional<Double> churnRate,
    Optional<String> trainedAt,
    Optional<String> errorMessage,
    Optional<Integer> version,
    Optional<Double> prAuc,
    Optional<Double> logLoss,
    Optional<Double> brier,
    Optional<Double> expectedCalibrationError,
    Optional<Double> topDecileLift,
    Optional<List<Double>> rocAucInterval,
    Optional<Double> baselineRocAuc,
    Optional<String> evaluationMethod,
    Optional<Long> testSamples,
    Optional<Double> testChurnRate,
    Optional<String> testPopulation,
    OptionalInt testHorizonDays,
    Optional<List<LocalDate>> testAsOf,
    Optional<CoreMetricsView> allCustomers,
    Optional<VerdictView> verdict,
    Optional<String> modelDescription,
    Optional<Map<String, String>> modelOptions,
    Optional<Map<String, String>> parameters) {
  /** The specification's shape: UTC, whole seconds, no offset. */
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** {@return the result of a model's training, or empty fields if there is no model} */
  static TrainingResultView of(Optional<TrainingRun> model) {
    Optional<ModelVersion> trained = model.flatMap(TrainingRun::findVersion);
    Optional<Evaluation> evaluation = trained.map(ModelVersion::evaluation);
    Optional<EvaluationScope> scope = evaluation.map(Evaluation::scope);
    Optional<Metrics> metrics = evaluation.map(Evaluation::metrics);
    return new TrainingResultView(
        metrics.map(Metrics::accuracy),
        metrics.map(Metrics::precision),
        metrics.map(Metrics::recall),
        metrics.map(Metrics::f1Score),
        metrics.map(Metrics::rocAuc),
        trained.map(ModelVersion::trainingSamples),
        trained.map(ModelVersion::churnRate),
        trained.map(ModelVersion::trainedAt).map(TrainingResultView::seconds),
        model.flatMap(TrainingResultView::failure),
        trained.map(ModelVersion::version),
        metrics.map(Metrics::prAuc),
        metrics.map(Metrics::logLoss),
        metrics.map(Metrics::brier),
        metrics.map(Metrics::calibrationError),
        metrics.map(Metrics::topDecileLift),
        metrics.map(Metrics::rocAucInterval).map(Texts::ends),
        evaluation.map(Evaluation::recencyRocAuc),
        scope.map(EvaluationScope::method).map(Texts::of),
        evaluation.map(Evaluation::testSamples),
        evaluation.map(Evaluation::churnRate),
        scope.map(EvaluationScope::population).map(Texts::of),
        scope.map(EvaluationScope::horizonDays).orElse(OptionalInt.empty()),
        scope.map(EvaluationScope::asOf),
        evaluation.flatMap(Evaluation::everyone).map(CoreMetricsView::of),
        evaluation.map(Evaluation::verdict).map(VerdictView::of),
        trained.map(ModelVersion::parameters).map(parameters -> parameters.get("description")),
        model.map(m -> m.specification().options()),
        trained.map(ModelVersion::parameters).map(TrainingResultView::withoutDescription));
  }

  /** The measures on all customers of the same dates, beside those on the active ones. */
  record CoreMetricsView(
      long customers,
      double churnRate,
      double rocAuc,
      List<Double> rocAucInterval,
      double logLoss,
      double brier,
      double expectedCalibrationError,
      Optional<String> bestBaseline,
      Optional<GainView> gainOverBestBaseline) {
    static CoreMetricsView of(CoreMetrics metrics) {
      return new CoreMetricsView(
          metrics.customers(),
          metrics.churnRate(),
          metrics.rocAuc(),
          Texts.ends(metrics.rocAucInterval()),
          metrics.logLoss(),
          metrics.brier(),
          metrics.calibrationError(),
          metrics.best().map(BestBaseline::name),
          metrics.best().map(BestBaseline::gain).map(GainView::of));
    }
  }

  private static Map<String, String> withoutDescription(Map<String, String> parameters) {
    Map<String, String> others = new TreeMap<>(parameters);
    others.remove("description");
    return others;
  }

  private static Optional<String> failure(TrainingRun model) {
    return model.outcome() instanceof TrainingRun.Failed failed
        ? Optional.of(failed.reason())
        : Optional.empty();
  }

  private static String seconds(Instant instant) {
    return SECONDS.format(instant);
  }
}
