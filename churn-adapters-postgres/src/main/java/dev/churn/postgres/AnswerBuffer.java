package dev.churn.postgres;

import dev.churn.domain.batch.CustomerHash;
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
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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
  private int[] order = new int[0]; // by rank, once they are ranked

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
    order = ranked();
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

  /** {@return the indexes of the answers in the order of their ranks, by merge sort} */
  private int[] ranked() {
    int[] unsorted = new int[size];
    Arrays.setAll(unsorted, i -> i);
    int[] from = unsorted;
    int[] to = new int[size];
    for (long width = 1; width < size; width *= 2) {
      Interrupts.check("Ranking predictions");
      mergeAll(from, to, width);
      int[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private void mergeAll(int[] from, int[] to, long width) {
    long merges = (size + 2 * width - 1) / (2 * width);
    LongStream.range(0, merges)
        .parallel()
        .forEach(
            merge -> {
              long start = merge * 2 * width;
              int middle = (int) Math.min(start + width, size);
              merge(from, to, (int) start, middle, (int) Math.min(start + 2 * width, size));
            });
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
