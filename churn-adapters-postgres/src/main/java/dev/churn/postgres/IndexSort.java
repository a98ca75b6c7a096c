package dev.churn.postgres;

import dev.churn.domain.job.Interrupts;
import java.util.stream.LongStream;

/** Sorts indexes by a stable merge sort on all processors. */
final class IndexSort {
  private final Order order;

  IndexSort(Order order) {
    this.order = order;
  }

  /** Tells which of two indexes comes first. */
  @FunctionalInterface
  interface Order {
    /** {@return whether {@code a} comes before {@code b}; false if they are equal} */
    boolean comesBefore(int a, int b);
  }

  /** {@return sorted indexes; equal ones stay in their order} */
  int[] sorted(int[] indexes) {
    int[] from = indexes.clone();
    int[] to = new int[indexes.length];
    for (long width = 1; width < indexes.length; width *= 2) {
      Interrupts.check("Ranking predictions");
      mergeAll(from, to, width);
      int[] swapped = from;
      from = to;
      to = swapped;
    }
    return from;
  }

  private void mergeAll(int[] from, int[] to, long width) {
    int size = from.length;
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
      boolean takesLeft =
          left < middle && (right >= end || !order.comesBefore(from[right], from[left]));
      to[i] = takesLeft ? from[left++] : from[right++];
    }
  }
}
