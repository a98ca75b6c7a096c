package dev.churn.http.view;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.Include;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.batch.PredictionBatch.Completed;
import dev.churn.domain.batch.PredictionBatch.Failed;
import dev.churn.domain.batch.PredictionBatch.Running;
import dev.churn.domain.batch.PredictionBatch.ScoredBy;
import dev.churn.domain.batch.PredictionInput.ScoringSnapshot;
import dev.churn.domain.batch.PredictionInput.UploadedEvents;
import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSummary;
import dev.churn.domain.prediction.Recommendations;
import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.usecase.scoring.ShowPredictions.Origins;
import dev.churn.domain.value.CustomerValue;
import dev.churn.domain.value.ExpectedLoss;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the views of batches and of their predictions. */
public final class PredictionViews {
  /**
   * A run of scoring, with what came of it once it is completed.
   *
   * @param activeTotal the number of active customers; empty where their states are not known
   * @param activeWindowDays the window of the organization when the batch started
   * @param avgChurnProbability of the customers that were asked for, by default the active ones
   * @param riskDistribution of the same customers
   * @param expectedChurners of the same customers; empty in batches of earlier versions
   * @param valueAtRisk of the same customers; empty also where no value is known
   */
  public record BatchView(
      String batchId,
      String batchName,
      String status,
      String source,
      Optional<String> datasetId,
      LocalDate asOf,
      OptionalLong totalCustomers,
      long predictionsGenerated,
      OptionalLong activeTotal,
      OptionalLong lapsedTotal,
      OptionalInt activeWindowDays,
      String inputFileUrl,
      Optional<String> outputFileUrl,
      OptionalDouble avgChurnProbability,
      Map<String, Long> riskDistribution,
      Optional<EstimateView> expectedChurners,
      Optional<EstimateView> valueAtRisk,
      OptionalInt horizonDays,
      List<ScoredByView> models,
      Optional<Long> rowCount,
      Optional<Long> rejectedRowCount,
      Instant createdAt,
      Optional<Instant> completedAt,
      Optional<String> errorMessage) {}

  /** A model that predicted for the customers of a batch. */
  public record ScoredByView(
      String modelId,
      int modelVersion,
      Optional<String> modelType,
      String modelRole,
      OptionalInt horizonDays,
      DefinitionView definition) {}

  /**
   * The prediction of a batch for one customer.
   *
   * @param segment the risk segment again, under its shorter name
   */
  public record CustomerPredictionView(
      String customerId,
      double churnProbability,
      String riskSegment,
      String segment,
      LocalDate asOf,
      Optional<Instant> predictedAt,
      Optional<String> customerState,
      Optional<Integer> daysSilent,
      OptionalDouble expectedActivity,
      OptionalDouble expectedSpend,
      OptionalDouble valueAtRisk,
      long rank,
      String batchId,
      Optional<String> batchName,
      String modelId,
      int modelVersion,
      Optional<String> modelType,
      OptionalInt horizonDays,
      DefinitionView definition,
      List<String> reasons,
      List<String> recommendations) {}

  /**
   * {@return the view of a batch}
   *
   * @param include the customers that its figures are about
   * @param models the models that scored it, as far as they are known
   * @param urls the addresses of its files
   */
  public BatchView batch(
      PredictionBatch batch, Include include, Map<ModelId, ModelSummary> models, FileUrls urls) {
    Optional<Completed> completed =
        batch.state() instanceof Completed state ? Optional.of(state) : Optional.empty();
    Optional<UploadedEvents> file =
        batch.input() instanceof UploadedEvents events ? Optional.of(events) : Optional.empty();
    RiskDistribution risks =
        completed.map(state -> state.risks(include)).orElse(RiskDistribution.NONE);
    Optional<Completed> known = completed.filter(state -> state.lapsed().isPresent());
    Optional<ExpectedLoss> loss =
        completed.flatMap(Completed::sums).map(sums -> sums.expected(Optional.empty(), include));
    return new BatchView(
        batch.id().toString(),
        batch.name(),
        statusOf(batch),
        file.isPresent() ? "file" : "dataset",
        batch.input() instanceof ScoringSnapshot snapshot
            ? Optional.of(snapshot.features().toString())
            : Optional.empty(),
        batch.asOf(),
        batch.totalCustomers(),
        completed.map(state -> state.risks().total()).orElse(0L),
        longOf(known.map(state -> state.totals().active())),
        longOf(known.map(state -> state.totals().lapsed())),
        intOf(known.flatMap(Completed::lapsed).map(part -> part.window().days())),
        urls.of(batch.input().key()),
        completed.map(state -> urls.of(state.output())),
        completed.map(state -> state.averageProbability(include)).orElseGet(OptionalDouble::empty),
        counts(risks),
        loss.map(ExpectedLoss::churners).map(EstimateView::of),
        loss.flatMap(ExpectedLoss::valueAtRisk).map(EstimateView::of),
        completed.stream()
            .flatMap(state -> state.models().stream())
            .filter(by -> by.role() == ModelRole.CHAMPION)
            .findFirst()
            .map(by -> horizonOf(Optional.ofNullable(models.get(by.model()))))
            .orElseGet(OptionalInt::empty),
        completed.stream()
            .flatMap(state -> state.models().stream())
            .map(by -> scoredBy(by, Optional.ofNullable(models.get(by.model()))))
            .toList(),
        file.map(UploadedEvents::rowCount),
        file.map(UploadedEvents::rejectedRowCount),
        batch.createdAt(),
        completed.map(Completed::completedAt),
        batch.state() instanceof Failed failed ? Optional.of(failed.reason()) : Optional.empty());
  }

  private static OptionalLong longOf(Optional<Long> value) {
    return value.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  private static OptionalInt intOf(Optional<Integer> value) {
    return value.map(OptionalInt::of).orElseGet(OptionalInt::empty);
  }

  /** {@return queued, processing, completed or failed} */
  public static String statusOf(PredictionBatch batch) {
    return batch.state() instanceof Running
        ? "processing"
        : batch.state().getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static OptionalInt horizonOf(Optional<ModelSummary> model) {
    return model.map(ModelSummary::horizonDays).orElseGet(OptionalInt::empty);
  }

  private static ScoredByView scoredBy(ScoredBy by, Optional<ModelSummary> model) {
    return new ScoredByView(
        by.model().toString(),
        by.version(),
        model.map(known -> known.type().id()),
        Texts.of(by.role()),
        horizonOf(model),
        DefinitionView.of(model));
  }

  /** {@return the models that scored batches} */
  public static Set<ModelId> modelsOf(List<PredictionBatch> batches) {
    return batches.stream()
        .map(PredictionBatch::state)
        .flatMap(state -> state instanceof Completed done ? done.models().stream() : Stream.of())
        .map(ScoredBy::model)
        .collect(Collectors.toSet());
  }

  private static Map<String, Long> counts(RiskDistribution risks) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (RiskSegment segment : RiskSegment.values()) {
      counts.put(segment.label(), risks.of(segment));
    }
    return counts;
  }

  /**
   * {@return the view of a prediction}
   *
   * @param origins the models and batches of the predictions
   */
  public CustomerPredictionView prediction(CustomerPrediction prediction, Origins origins) {
    Optional<ModelSummary> model = Optional.ofNullable(origins.models().get(prediction.model()));
    Optional<PredictionBatch> batch =
        Optional.ofNullable(origins.batches().get(prediction.batch()));
    RiskSegment segment = prediction.probability().segment();
    Optional<CustomerValue> value = prediction.value();
    return new CustomerPredictionView(
        prediction.customerId(),
        prediction.probability().value(),
        segment.label(),
        segment.label(),
        prediction.asOf(),
        batch.flatMap(PredictionViews::completedAt),
        prediction.activity().map(activity -> Texts.of(activity.state())),
        prediction.activity().map(CustomerActivity::daysSilent),
        value
            .map(CustomerValue::expectedActivity)
            .map(OptionalDouble::of)
            .orElseGet(OptionalDouble::empty),
        value.map(CustomerValue::expectedSpend).orElseGet(OptionalDouble::empty),
        value.map(CustomerValue::valueAtRisk).orElseGet(OptionalDouble::empty),
        prediction.rank(),
        prediction.batch().toString(),
        batch.map(PredictionBatch::name),
        prediction.model().toString(),
        prediction.modelVersion(),
        model.map(known -> known.type().id()),
        horizonOf(model),
        DefinitionView.of(model),
        prediction.reasons(),
        Recommendations.of(segment));
  }

  private static Optional<Instant> completedAt(PredictionBatch batch) {
    return batch.state() instanceof Completed done
        ? Optional.of(done.completedAt())
        : Optional.empty();
  }
}
