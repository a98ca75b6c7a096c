package dev.churn.postgres;

import dev.churn.domain.batch.CustomerHash;
import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.feature.CustomerActivity;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.value.CustomerValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The answers of a batch in a few flat arrays, about 100 bytes for each, so that they can be ranked
 * before they are stored: by descending probability, then by the UTF-8 bytes of the customer id,
 * and by descending value at risk. In the orders of lists the active customers come first.
 */
final class AnswerBuffer {
  private static final int CHUNK = 1 << 20;
  private static final int CHECK_EVERY = 1 << 16;
  private static final byte UNKNOWN = -1;

  private final PredictionBatch batch;
  private final List<byte[]> chunks = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final Map<Source, Integer> sourceIndexes = new HashMap<>();
  private final Map<Integer, List<String>> reasons = new HashMap<>();
  private int used = CHUNK;
  private int size;
  private double[] probabilities = new double[1024];
  private int[] idChunks = new int[1024];
  private int[] idOffsets = new int[1024];
  private short[] idLengths = new short[1024];
  private int[] sourceOf = new int[1024];
  private byte[] actives = new byte[1024];
  private byte[] lapses = new byte[1024];
  private boolean[] leavings = new boolean[1024];
  private int[] silences = new int[1024];
  private double[] activities = new double[1024]; // NaN where unknown, as the next two
  private double[] spends = new double[1024];
  private double[] losses = new double[1024];
  private int[] order = new int[0]; // by rank, once they are ranked
  private int[] ranksByValue = new int[0];

  AnswerBuffer(PredictionBatch batch) {
    this.batch = batch;
  }

  private record Source(ModelId model, int version, Optional<ModelRole> role) {}

  /** Adds an answer. */
  void add(CustomerPrediction answer) {
    if (size == probabilities.length) {
      grow(Math.multiplyExact(size, 2));
    }
    byte[] id = Columns.text(answer.customerId()).getBytes(StandardCharsets.UTF_8);
    if (used + id.length > CHUNK) {
      chunks.add(new byte[CHUNK]);
      used = 0;
    }
    System.arraycopy(id, 0, chunks.get(chunks.size() - 1), used, id.length);
    idChunks[size] = chunks.size() - 1;
    idOffsets[size] = used;
    idLengths[size] = (short) id.length; // ids have at most 256 characters
    used += id.length;
    probabilities[size] = answer.probability().value();
    sourceOf[size] =
        sourceIndexes.computeIfAbsent(
            new Source(answer.model(), answer.modelVersion(), answer.role()),
            source -> {
              sources.add(source);
              return sources.size() - 1;
            });
    actives[size] = code(answer.active());
    lapses[size] = code(answer.activity().map(CustomerActivity::isLapsed));
    leavings[size] = answer.activity().filter(CustomerActivity::hasLeft).isPresent();
    silences[size] = answer.activity().map(CustomerActivity::daysSilent).orElse(0);
    Optional<CustomerValue> value = answer.value();
    activities[size] = value.map(CustomerValue::expectedActivity).orElse(Double.NaN);
    spends[size] = orNaN(value.map(CustomerValue::expectedSpend));
    losses[size] = orNaN(value.map(CustomerValue::valueAtRisk));
    if (!answer.reasons().isEmpty()) {
      reasons.put(size, answer.reasons());
    }
    size++;
  }

  private static byte code(Optional<Boolean> value) {
    return value.map(is -> is ? (byte) 1 : (byte) 0).orElse(UNKNOWN);
  }

  private static double orNaN(Optional<OptionalDouble> value) {
    return value.orElse(OptionalDouble.empty()).orElse(Double.NaN);
  }

  private void grow(int capacity) {
    probabilities = Arrays.copyOf(probabilities, capacity);
    idChunks = Arrays.copyOf(idChunks, capacity);
    idOffsets = Arrays.copyOf(idOffsets, capacity);
    idLengths = Arrays.copyOf(idLengths, capacity);
    sourceOf = Arrays.copyOf(sourceOf, capacity);
    actives = Arrays.copyOf(actives, capacity);
    lapses = Arrays.copyOf(lapses, capacity);
    leavings = Arrays.copyOf(leavings, capacity);
    silences = Arrays.copyOf(silences, capacity);
    activities = Arrays.copyOf(activities, capacity);
    spends = Arrays.copyOf(spends, capacity);
    losses = Arrays.copyOf(losses, capacity);
  }

  /**
   * The places of an answer in the orders of its batch, from 1.
   *
   * @param ofAll by probability
   * @param listed by probability, active customers first
   * @param valued by value at risk, active customers first; by probability without any value
   */
  record Places(int ofAll, int listed, int valued) {}

  /** Receives answers by probability, active customers first. */
  @FunctionalInterface
  interface RankedConsumer {
    /**
     * Receives an answer.
     *
     * @param answer with batch, and with the place by value as the rank
     */
    void accept(CustomerPrediction answer, Places places);
  }

  /** {@return whether there are lapsed customers; without them both ranks are the same} */
  boolean hasLapsed() {
    return IntStream.range(0, size).anyMatch(i -> lapses[i] == 1);
  }

  /** {@return whether any customer has a value at risk} */
  boolean hasValues() {
    return IntStream.range(0, size).anyMatch(i -> !Double.isNaN(losses[i]));
  }

  /**
   * Passes all answers on.
   *
   * @param stored receives them by probability, active customers first
   * @param ranked receives them by value, active customers first
   */
  void forEachRanked(RankedConsumer stored, Consumer<CustomerPrediction> ranked) {
    order = new IndexSort(this::isLikelier).sorted(IntStream.range(0, size).toArray());
    int[] ranks = places(order);
    int[] listed = activeFirst(order);
    int[] valued = hasValues() ? new IndexSort(this::isWorthMore).sorted(listed) : listed;
    int[] values = places(valued);
    ranksByValue = Arrays.stream(valued).map(i -> ranks[i]).toArray();
    for (int place = 0; place < size; place++) {
      if (place % CHECK_EVERY == 0) {
        Interrupts.check("Storing predictions");
      }
      int i = listed[place];
      CustomerPrediction answer = answer(i, values[i]);
      stored.accept(answer, new Places(ranks[i], place + 1, values[i]));
      ranked.accept(valued[place] == i ? answer : answer(valued[place], place + 1L));
    }
  }

  /** {@return the ranks by probability in the order by value, once the answers are passed on} */
  int[] ranksByValue() {
    return ranksByValue;
  }

  /** {@return the place of each answer in an order, from 1} */
  private static int[] places(int[] sorted) {
    int[] places = new int[sorted.length];
    for (int place = 0; place < sorted.length; place++) {
      places[sorted[place]] = place + 1;
    }
    return places;
  }

  private CustomerPrediction answer(int i, long rank) {
    Source source = sources.get(sourceOf[i]);
    return new CustomerPrediction(
        batch.id(),
        rank,
        new String(chunks.get(idChunks[i]), idOffsets[i], idLengths[i], StandardCharsets.UTF_8),
        batch.asOf(),
        new ChurnProbability(probabilities[i]),
        source.model(),
        source.version(),
        source.role(),
        actives[i] == UNKNOWN ? Optional.empty() : Optional.of(actives[i] == 1),
        activity(i),
        Columns.value(activities[i], spends[i], losses[i]),
        reasons.getOrDefault(i, List.of()));
  }

  private Optional<CustomerActivity> activity(int i) {
    return lapses[i] == UNKNOWN
        ? Optional.empty()
        : Optional.of(Columns.activity(lapses[i] == 1, leavings[i], silences[i]));
  }

  /** {@return the hash of each customer by rank, once the answers have been passed on} */
  long[] hashesByRank() {
    long[] hashes = new long[size];
    IntStream.range(0, (size + CHECK_EVERY - 1) / CHECK_EVERY)
        .parallel()
        .forEach(
            part -> {
              var hash = new CustomerHash();
              int end = (int) Math.min(size, (part + 1L) * CHECK_EVERY);
              for (int rank = part * CHECK_EVERY; rank < end; rank++) {
                int i = order[rank];
                hashes[rank] = hash.of(chunks.get(idChunks[i]), idOffsets[i], idLengths[i]);
              }
            });
    return hashes;
  }

  private int[] activeFirst(int[] sorted) {
    return IntStream.concat(
            Arrays.stream(sorted).filter(i -> lapses[i] != 1),
            Arrays.stream(sorted).filter(i -> lapses[i] == 1))
        .toArray();
  }

  /** Compares by state and value only, for a sort that keeps the order by probability. */
  private boolean isWorthMore(int a, int b) {
    boolean isLapsed = lapses[a] == 1;
    if (isLapsed != (lapses[b] == 1)) {
      return !isLapsed;
    }
    return losses[a] > losses[b] || (Double.isNaN(losses[b]) && !Double.isNaN(losses[a]));
  }

  private boolean isLikelier(int a, int b) {
    if (probabilities[a] != probabilities[b]) {
      return probabilities[a] > probabilities[b];
    }
    return Arrays.compareUnsigned(
            chunks.get(idChunks[a]),
            idOffsets[a],
            idOffsets[a] + idLengths[a],
            chunks.get(idChunks[b]),
            idOffsets[b],
            idOffsets[b] + idLengths[b])
        < 0;
  }
}
