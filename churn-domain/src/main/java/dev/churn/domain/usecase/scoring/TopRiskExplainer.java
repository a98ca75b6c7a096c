package dev.churn.domain.usecase.scoring;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionSort;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.explanation.CrossingDate;
import dev.churn.domain.explanation.CrossingDate.Crossing;
import dev.churn.domain.explanation.Explainer;
import dev.churn.domain.explanation.Explanation;
import dev.churn.domain.explanation.Reason;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.Predictor;
import dev.churn.domain.port.PredictionBatches.Sink;
import dev.churn.domain.prediction.RiskSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passes answers through, but holds back the first ones so far in the order of the list, and the
 * first ones of the customers who have newly come to high or critical risk; when all customers are
 * scored, these receive their reasons. The list is by value at risk where customers have one, and
 * lapsed customers are held back only where active ones leave room. Only a few are explained,
 * because an explanation takes as long as a few thousand predictions.
 */
final class TopRiskExplainer {
  /** The number of customers of a batch that receive reasons. */
  static final int SIZE = 100;

  /** The number of further customers who receive reasons because their risk has risen. */
  static final int MAX_RISEN = 500;

  /** The order by default: if no answer has a value, the probabilities decide. */
  private static final Comparator<CustomerPrediction> ORDER =
      PredictionSort.VALUE_AT_RISK.activeFirst();

  /** The reverse order of ranks, so that the next answer to pass through is the first. */
  private static final Comparator<Held> LAST_FIRST =
      Comparator.comparing(Held::prediction, ORDER.reversed());

  private final Sink sink;
  private final Histories histories;
  private final CrossingDate crossingDate;
  private final EarlierSegments earlier;
  private final PriorityQueue<Held> top = new PriorityQueue<>(SIZE + 1, LAST_FIRST);
  private final PriorityQueue<Held> risen = new PriorityQueue<>(LAST_FIRST);

  TopRiskExplainer(
      Sink sink, Histories histories, CrossingDate crossingDate, EarlierSegments earlier) {
    this.earlier = earlier;
    this.sink = sink;
    this.histories = histories;
    this.crossingDate = crossingDate;
  }

  /** Finds the events of customers. */
  @FunctionalInterface
  interface Histories {
    Map<String, List<CustomerEvent>> of(Set<String> customers);
  }

  private record Held(CustomerPrediction prediction, Predictor model, FeatureVector features) {}

  void add(CustomerPrediction prediction, Predictor model, FeatureVector features) {
    if (top.size() == SIZE && ORDER.compare(prediction, top.peek().prediction()) > 0) {
      addBelowTop(prediction, model, features);
      return;
    }
    top.add(new Held(prediction, model, features));
    if (top.size() > SIZE) {
      Held last = top.poll();
      addBelowTop(last.prediction(), last.model(), last.features());
    }
  }

  private void addBelowTop(CustomerPrediction prediction, Predictor model, FeatureVector features) {
    if (!earlier.hasRisen(prediction.customerId(), prediction.probability().segment())) {
      sink.answer(prediction);
      return;
    }
    risen.add(new Held(prediction, model, features));
    if (risen.size() > MAX_RISEN) {
      sink.answer(risen.poll().prediction());
    }
  }

  /**
   * Passes the held answers through, with their reasons and the day on which they enter the next
   * segment.
   */
  void finish() {
    top.addAll(risen);
    risen.clear();
    Set<String> rising = rising();
    // a pass over the file, skipped if all held customers are critical already
    Map<String, List<CustomerEvent>> known = rising.isEmpty() ? Map.of() : histories.of(rising);
    Thread caller = Thread.currentThread();
    // use all processors, because nothing else of the batch can run meanwhile
    top.parallelStream().map(held -> explain(held, known, caller)).toList().forEach(sink::answer);
    top.clear();
  }

  private CustomerPrediction explain(
      Held held, Map<String, List<CustomerEvent>> known, Thread caller) {
    if (caller.isInterrupted()) {
      throw new ChurnException(ErrorCode.UNAVAILABLE, "The scoring was interrupted");
    }
    return held.prediction()
        .because(
            sentences(
                Explainer.explain(held.model(), held.features()),
                Optional.ofNullable(known.get(held.prediction().customerId()))
                    .flatMap(
                        events ->
                            crossingDate.find(held.model(), events, held.prediction().asOf()))));
  }

  /** {@return the reasons of a prediction, the last of them the day of the next segment} */
  static List<String> sentences(Explanation explanation, Optional<Crossing> crossing) {
    List<String> reasons = new ArrayList<>();
    explanation.reasons().stream().map(Reason::text).forEach(reasons::add);
    crossing
        .map(next -> "if still silent, %s from %s on".formatted(next.segment().label(), next.day()))
        .ifPresent(reasons::add);
    return reasons;
  }

  /** {@return the held customers who can still enter a higher segment} */
  private Set<String> rising() {
    return top.stream()
        .map(Held::prediction)
        .filter(prediction -> prediction.probability().segment() != RiskSegment.CRITICAL)
        .map(CustomerPrediction::customerId)
        .collect(Collectors.toSet());
  }
}
