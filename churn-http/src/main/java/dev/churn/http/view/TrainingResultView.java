package dev.churn.http.view;

import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Metrics;
import dev.churn.domain.model.Model;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    Optional<VerdictView> verdict,
    Optional<String> modelDescription,
    Optional<Map<String, String>> modelOptions,
    Optional<Map<String, String>> parameters) {
  /** The specification's shape: UTC, whole seconds, no offset. */
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** {@return the result of a model's training, or empty fields if there is no model} */
  static TrainingResultView of(Optional<Model> model) {
    Optional<Model.Trained> trained = model.flatMap(TrainingResultView::trained);
    Optional<Evaluation> evaluation = trained.map(Model.Trained::evaluation);
    Optional<Metrics> metrics = evaluation.map(Evaluation::metrics);
    return new TrainingResultView(
        metrics.map(Metrics::accuracy),
        metrics.map(Metrics::precision),
        metrics.map(Metrics::recall),
        metrics.map(Metrics::f1Score),
        metrics.map(Metrics::rocAuc),
        trained.map(Model.Trained::trainingSamples),
        trained.map(Model.Trained::churnRate),
        trained.map(Model.Trained::trainedAt).map(TrainingResultView::seconds),
        model.flatMap(TrainingResultView::failure),
        trained.map(Model.Trained::version),
        metrics.map(Metrics::prAuc),
        metrics.map(Metrics::logLoss),
        metrics.map(Metrics::brier),
        metrics.map(Metrics::calibrationError),
        metrics.map(Metrics::topDecileLift),
        metrics.map(Metrics::rocAucInterval).map(Texts::ends),
        evaluation.map(Evaluation::recencyRocAuc),
        evaluation.map(Evaluation::method).map(Texts::of),
        evaluation.map(Evaluation::testSamples),
        evaluation.map(Evaluation::churnRate),
        evaluation.map(Evaluation::verdict).map(VerdictView::of),
        trained.map(Model.Trained::parameters).map(parameters -> parameters.get("description")),
        model.map(m -> m.specification().options()),
        trained.map(Model.Trained::parameters).map(TrainingResultView::withoutDescription));
  }

  /** {@return what the training gave, or empty if it has not ended or failed} */
  static Optional<Model.Trained> trained(Model model) {
    return model.outcome() instanceof Model.Trained trained
        ? Optional.of(trained)
        : Optional.empty();
  }

  private static Map<String, String> withoutDescription(Map<String, String> parameters) {
    Map<String, String> others = new TreeMap<>(parameters);
    others.remove("description");
    return others;
  }

  private static Optional<String> failure(Model model) {
    return model.outcome() instanceof Model.Failed failed
        ? Optional.of(failed.reason())
        : Optional.empty();
  }

  private static String seconds(Instant instant) {
    return SECONDS.format(instant);
  }
}
