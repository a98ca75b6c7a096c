package dev.churn.http.view;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.SegmentChange;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.ModelSummary;
import dev.churn.domain.usecase.scoring.ShowPredictions.Changes;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The customers whose segment differs between two batches, as answers show them. */
public record ChangesView(
    long total,
    int limit,
    long offset,
    String batchId,
    LocalDate asOf,
    String sinceBatchId,
    LocalDate sinceAsOf,
    List<ChangeView> changes) {
  /**
   * A customer whose segment differs.
   *
   * @param fromSegment the segment in the earlier batch; empty if it does not have the customer
   * @param toSegment the segment in the later batch; empty if it does not have the customer
   * @param prediction the prediction of the later batch
   */
  public record ChangeView(
      String customerId,
      Optional<String> fromSegment,
      Optional<String> toSegment,
      Optional<Double> fromProbability,
      Optional<Double> toProbability,
      List<String> reasons,
      Optional<PredictionViews.CustomerPredictionView> prediction) {}

  /** {@return the models of all predictions} */
  public static Set<ModelId> modelsOf(Changes changes) {
    return changes.changes().items().stream()
        .flatMap(change -> Stream.concat(change.before().stream(), change.now().stream()))
        .map(CustomerPrediction::model)
        .collect(Collectors.toSet());
  }

  public static ChangesView of(
      Changes changes, Map<ModelId, ModelSummary> models, PredictionViews views) {
    return new ChangesView(
        changes.changes().total(),
        changes.changes().request().limit(),
        changes.changes().request().offset(),
        changes.batch().id().toString(),
        changes.batch().asOf(),
        changes.since().id().toString(),
        changes.since().asOf(),
        changes.changes().items().stream().map(change -> of(change, models, views)).toList());
  }

  private static ChangeView of(
      SegmentChange change, Map<ModelId, ModelSummary> models, PredictionViews views) {
    return new ChangeView(
        change.customerId(),
        change.before().map(ChangesView::segment),
        change.now().map(ChangesView::segment),
        change.before().map(before -> before.probability().value()),
        change.now().map(now -> now.probability().value()),
        change.now().map(CustomerPrediction::reasons).orElse(List.of()),
        change.now().map(now -> views.prediction(now, models)));
  }

  private static String segment(CustomerPrediction prediction) {
    return prediction.probability().segment().label();
  }
}
