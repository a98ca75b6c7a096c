package dev.churn.domain.usecase;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.explanation.Explainer;
import dev.churn.domain.explanation.Reason;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.model.ChurnModel;
import dev.churn.domain.port.PredictionBatches.Sink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Lets answers through but for the customers who are the likeliest to leave so far; those are held
 * back until all have been seen, and then get their reasons. An explanation takes as long as some
 * thousand predictions.
 */
final class TopOfBatch {
  /** How many customers of a batch get reasons. */
  static final int SIZE = 100;

  /** The reverse of the ranks: the one to let through next comes first. */
  private static final Comparator<Held> LAST_FIRST =
      Comparator.comparingDouble((Held held) -> held.prediction().probability().value())
          .thenComparing(
              held -> held.prediction().customerId().getBytes(StandardCharsets.UTF_8),
              (a, b) -> Arrays.compareUnsigned(b, a));

  private final Sink sink;
  private final PriorityQueue<Held> top = new PriorityQueue<>(SIZE + 1, LAST_FIRST);

  TopOfBatch(Sink sink) {
    this.sink = sink;
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

  /** Lets through those that were held back, with their reasons. */
  void finish() {
    for (Held held : top) {
      if (Thread.currentThread().isInterrupted()) {
        throw new ChurnException(ErrorCode.UNAVAILABLE, "The scoring was interrupted");
      }
      List<String> reasons =
          Explainer.explain(held.model(), held.features()).reasons().stream()
              .map(Reason::text)
              .toList();
      sink.answer(held.prediction().because(reasons));
    }
    top.clear();
  }
}
