package dev.churn.postgres;

import dev.churn.domain.batch.CustomerPrediction;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.job.Interrupts;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.prediction.ChurnProbability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The answers of a batch in a few flat arrays, about 50 bytes for each, so that they can be ranked
 * before they are stored: by descending probability, then by the UTF-8 bytes of the customer id.
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
    actives[size] = answer.active().map(active -> active ? (byte) 1 : (byte) 0).orElse(UNKNOWN);
    if (!answer.reasons().isEmpty()) {
      reasons.put(size, answer.reasons());
    }
    size++;
  }

  private void grow(int capacity) {
    probabilities = Arrays.copyOf(probabilities, capacity);
    idChunks = Arrays.copyOf(idChunks, capacity);
    idOffsets = Arrays.copyOf(idOffsets, capacity);
    idLengths = Arrays.copyOf(idLengths, capacity);
    sourceOf = Arrays.copyOf(sourceOf, capacity);
    actives = Arrays.copyOf(actives, capacity);
  }

  /** Passes all answers on in the order of their ranks, with batch and rank. */
  void forEachRanked(Consumer<CustomerPrediction> consumer) {
    int[] order = ranked();
    for (int rank = 0; rank < size; rank++) {
      if (rank % CHECK_EVERY == 0) {
        Interrupts.check("Storing predictions");
      }
      consumer.accept(answer(order[rank], rank + 1L));
    }
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
        reasons.getOrDefault(i, List.of()));
  }

  /** {@return the indexes of the answers in the order of their ranks, by merge sort} */
  private int[] ranked() {
    int[] from = new int[size];
    Arrays.setAll(from, i -> i);
    int[] to = new int[size];
    for (long width = 1; width < size; width *= 2) {
      Interrupts.check("Ranking predictions");
      for (long start = 0; start < size; start += 2 * width) {
        int middle = (int) Math.min(start + width, size);
        merge(from, to, (int) start, middle, (int) Math.min(start + 2 * width, size));
      }
      int[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private void merge(int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takesLeft = left < middle && (right >= end || !comesBefore(from[right], from[left]));
      to[i] = takesLeft ? from[left++] : from[right++];
    }
  }

  private boolean comesBefore(int a, int b) {
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
