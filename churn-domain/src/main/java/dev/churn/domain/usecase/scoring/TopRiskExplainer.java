package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.explanation.CrossingDate;
import dev.churn.domain.explanation.Explainer;
import dev.churn.domain.explanation.Reason;
import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.port.PredictionBatches.Sink;
import dev.churn.domain.prediction.RiskSegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lets answers through but for the customers who are the likeliest to leave so far; those are held
 * back until all have been seen, and then get their reasons. An explanation takes as long as some
 * thousand predictions.
 */
final class TopRiskExplainer {
  /** How many customers of a batch get reasons. */
  static final int SIZE = 100;

  /** The reverse of the ranks: the one to let through next comes first. */
  private static final Comparator<Held> LAST_FIRST =
      Comparator.comparingDouble((Held held) -> held.prediction().probability().value())
          .thenComparing(
              held -> held.prediction().customerId().getBytes(StandardCharsets.UTF_8),
              (a, b) -> Arrays.compareUnsigned(b, a));

  private final Sink sink;
  private final Histories histories;
  private final CrossingDate crossingDate;
  private final PriorityQueue<Held> top = new PriorityQueue<>(SIZE + 1, LAST_FIRST);

  TopRiskExplainer(Sink sink, Histories histories, CrossingDate crossingDate) {
    this.sink = sink;
    this.histories = histories;
    this.crossingDate = crossingDate;
  }

  /** Finds out what customers did. */
  @FunctionalInterface
  interface Histories {
    Map<String, List<CustomerEvent>> of(Set<String> customers);
  }

  private record Held(CustomerPrediction prediction, ChurnModel model, FeatureVector features) {}

  void add(CustomerPrediction prediction, ChurnModel model, FeatureVector features) {
    if (top.size() == SIZE
        && prediction.probability().value() < top.peek().prediction().probability().value()) {
      sink.answer(prediction);
      return;
    }
    top.add(new Held(prediction, model, features));
    if (top.size() > SIZE) {
      sink.answer(top.poll().prediction());
    }
  }

  /** Lets through those that were held back, with their reasons and the day of the next segment. */
  void finish() {
    Set<String> rising = rising();
    // a pass over the file, which batches whose top is critical do without
    Map<String, List<CustomerEvent>> known = rising.isEmpty() ? Map.of() : histories.of(rising);
    Thread caller = Thread.currentThread();
    // all processors, since nothing else of the batch can go on meanwhile
    top.parallelStream().map(held -> explain(held, known, caller)).toList().forEach(sink::answer);
    top.clear();
  }

  private CustomerPrediction explain(
      Held held, Map<String, List<CustomerEvent>> known, Thread caller) {
    if (caller.isInterrupted()) {
      throw new ChurnException(ErrorCode.UNAVAILABLE, "The scoring was interrupted");
    }
    List<String> reasons = new ArrayList<>();
    Explainer.explain(held.model(), held.features()).reasons().stream()
        .map(Reason::text)
        .forEach(reasons::add);
    Optional.ofNullable(known.get(held.prediction().customerId()))
        .flatMap(events -> crossingDate.find(held.model(), events, held.prediction().asOf()))
        .map(next -> "if still silent, %s from %s on".formatted(next.segment().label(), next.day()))
        .ifPresent(reasons::add);
    return held.prediction().because(reasons);
  }

  /** {@return those who may yet enter a higher segment} */
  private Set<String> rising() {
    return top.stream()
        .map(Held::prediction)
        .filter(prediction -> prediction.probability().segment() != RiskSegment.CRITICAL)
        .map(CustomerPrediction::customerId)
        .collect(Collectors.toSet());
  }
}
