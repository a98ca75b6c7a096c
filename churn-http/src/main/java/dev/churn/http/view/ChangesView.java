package dev.churn.http.view;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.SegmentChange;
import dev.churn.domain.usecase.scoring.ShowPredictions.Changes;
import dev.churn.domain.usecase.scoring.ShowPredictions.Origins;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The customers whose segment differs between two batches, as answers show them. */
public record ChangesView(
    long total,
    long activeTotal,
    long lapsedTotal,
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

  /** {@return the predictions that the view shows} */
  public static List<CustomerPrediction> shown(Changes changes) {
    return changes.changes().items().stream().flatMap(change -> change.now().stream()).toList();
  }

  public static ChangesView of(Changes changes, Origins origins, PredictionViews views) {
    return new ChangesView(
        changes.changes().totals().of(changes.include()),
        changes.changes().totals().active(),
        changes.changes().totals().lapsed(),
        changes.page().limit(),
        changes.page().offset(),
        changes.batch().id().toString(),
        changes.batch().asOf(),
        changes.since().id().toString(),
        changes.since().asOf(),
        changes.changes().items().stream().map(change -> of(change, origins, views)).toList());
  }

  private static ChangeView of(SegmentChange change, Origins origins, PredictionViews views) {
    return new ChangeView(
        change.customerId(),
        change.before().map(ChangesView::segment),
        change.now().map(ChangesView::segment),
        change.before().map(before -> before.probability().value()),
        change.now().map(now -> now.probability().value()),
        change.now().map(CustomerPrediction::reasons).orElse(List.of()),
        change.now().map(now -> views.prediction(now, origins)));
  }

  private static String segment(CustomerPrediction prediction) {
    return prediction.probability().segment().label();
  }
}
