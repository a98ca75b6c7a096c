package dev.churn.domain.usecase.serving;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.model.ModelType;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.RiskSegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the predictions that were answered since the start of the process, by the type of the
 * model and the risk segment. Safe for use by several threads, and cheap enough for every
 * prediction.
 */
public final class PredictionTally {
  private final Map<ModelType, Map<RiskSegment, LongAdder>> single = new ConcurrentHashMap<>();
  private final Map<ModelType, Map<RiskSegment, LongAdder>> batch = new ConcurrentHashMap<>();

  /** How the predictions were requested. */
  public enum Request {
    /** For one customer, answered at once. */
    SINGLE,
    /** For all customers of a batch, whose champion has the type. */
    BATCH
  }

  /**
   * The predictions of one kind.
   *
   * @param predictions 0 or more
   */
  public record Count(Request request, ModelType type, RiskSegment segment, long predictions) {
    public Count {
      requireNonNull(request, "request");
      requireNonNull(type, "type");
      requireNonNull(segment, "segment");
    }
  }

  void add(ModelType type, ChurnProbability probability) {
    of(single, type).get(probability.segment()).increment();
  }

  /** Counts the predictions of a completed batch. */
  public void add(ModelType champion, RiskDistribution risks) {
    of(batch, champion).forEach((segment, adder) -> adder.add(risks.of(segment)));
  }

  private static Map<RiskSegment, LongAdder> of(
      Map<ModelType, Map<RiskSegment, LongAdder>> all, ModelType type) {
    Map<RiskSegment, LongAdder> known = all.get(type);
    return known != null ? known : all.computeIfAbsent(type, added -> zeros());
  }

  private static Map<RiskSegment, LongAdder> zeros() {
    Map<RiskSegment, LongAdder> zeros = new EnumMap<>(RiskSegment.class);
    for (RiskSegment segment : RiskSegment.values()) {
      zeros.put(segment, new LongAdder());
    }
    return zeros;
  }

  /** {@return the predictions of one kind so far} */
  public long count(Request request, ModelType type, RiskSegment segment) {
    Map<RiskSegment, LongAdder> known = (request == Request.SINGLE ? single : batch).get(type);
    return known == null ? 0 : known.get(segment).sum();
  }

  /** {@return the counts of every type that has predicted, by request, type and segment} */
  public List<Count> counts() {
    List<Count> counts = new ArrayList<>();
    collect(Request.SINGLE, single, counts);
    collect(Request.BATCH, batch, counts);
    return counts;
  }

  private static void collect(
      Request request, Map<ModelType, Map<RiskSegment, LongAdder>> all, List<Count> counts) {
    all.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().id()))
        .forEach(
            entry ->
                entry
                    .getValue()
                    .forEach(
                        (segment, adder) ->
                            counts.add(new Count(request, entry.getKey(), segment, adder.sum()))));
  }
}
