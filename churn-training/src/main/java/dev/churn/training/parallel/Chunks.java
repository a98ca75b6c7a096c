package dev.churn.training.parallel;

import java.util.function.IntConsumer;

/**
 * Splits long loops into chunks of a fixed length, so that sums by chunk, added in order, do not
 * depend on the number of threads.
 */
public final class Chunks {
  public static final int LENGTH = 4096;

  private Chunks() {}

  /** Processes the elements {@code from} to {@code to} − 1. */
  @FunctionalInterface
  public interface Work {
    void accept(int chunk, int from, int to);
  }

  public static int count(int size) {
    return (size + LENGTH - 1) / LENGTH;
  }

  /** Processes all chunks in the calling thread. */
  public static void forEach(int size, Work work) {
    for (int chunk = 0; chunk < count(size); chunk++) {
      work.accept(chunk, chunk * LENGTH, (int) Math.min(size, (chunk + 1L) * LENGTH));
    }
  }

  public static void forEach(Workers workers, int size, Work work) {
    IntConsumer one =
        chunk -> work.accept(chunk, chunk * LENGTH, (int) Math.min(size, (chunk + 1L) * LENGTH));
    workers.forEach(count(size), one);
  }

  /** {@return the sum, added in order} */
  public static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
