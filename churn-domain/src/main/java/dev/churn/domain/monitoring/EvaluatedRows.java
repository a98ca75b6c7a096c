package dev.churn.domain.monitoring;

import java.util.Arrays;

/** Probabilities and outcomes, 9 bytes per row. Not safe for use by several threads. */
public final class EvaluatedRows {
  private double[] probabilities = new double[1024];
  private boolean[] churned = new boolean[1024];
  private int size;

  /** Adds a row. */
  public void add(double probability, boolean hasChurned) {
    if (size == churned.length) {
      int capacity = size + (size >> 1);
      probabilities = Arrays.copyOf(probabilities, capacity);
      churned = Arrays.copyOf(churned, capacity);
    }
    probabilities[size] = probability;
    churned[size] = hasChurned;
    size++;
  }

  /** {@return the probabilities, in the order of insertion} */
  public double[] probabilities() {
    return Arrays.copyOf(probabilities, size);
  }

  /** {@return whether the customers churned, in the same order} */
  public boolean[] churned() {
    return Arrays.copyOf(churned, size);
  }
}
