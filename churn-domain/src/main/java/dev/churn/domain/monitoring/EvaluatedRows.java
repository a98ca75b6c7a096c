package dev.churn.domain.monitoring;

import java.util.Arrays;
import java.util.Optional;

/**
 * Probabilities and outcomes, 18 bytes per row, with the number of rows without an outcome. Not
 * safe for use by several threads.
 */
public final class EvaluatedRows {
  private double[] probabilities = new double[1024];
  private boolean[] churned = new boolean[1024];
  private boolean[] active = new boolean[1024];
  private long[] customers = new long[1024];
  private int size;
  private int activeSize;
  private long unknown;
  private long activeUnknown;

  /**
   * Adds a row.
   *
   * @param customer a number that identifies the customer
   * @param isActive empty if it is not known; the row then counts to {@link Population#ALL} only
   */
  public void add(double probability, Outcome outcome, long customer, Optional<Boolean> isActive) {
    boolean isKnownActive = isActive.orElse(false);
    if (outcome == Outcome.UNKNOWN) {
      unknown++;
      activeUnknown += isKnownActive ? 1 : 0;
      return;
    }
    if (size == churned.length) {
      int capacity = size + (size >> 1);
      probabilities = Arrays.copyOf(probabilities, capacity);
      churned = Arrays.copyOf(churned, capacity);
      active = Arrays.copyOf(active, capacity);
      customers = Arrays.copyOf(customers, capacity);
    }
    probabilities[size] = probability;
    churned[size] = outcome == Outcome.CHURNED;
    active[size] = isKnownActive;
    customers[size] = customer;
    size++;
    activeSize += isKnownActive ? 1 : 0;
  }

  /** {@return the number of rows of a population with an outcome} */
  public int size(Population population) {
    return population == Population.ALL ? size : activeSize;
  }

  /** {@return the number of rows of a population without an outcome} */
  public long unknown(Population population) {
    return population == Population.ALL ? unknown : activeUnknown;
  }

  private boolean has(int row, Population population) {
    return population == Population.ALL || active[row];
  }

  /** {@return the probabilities, in the order of insertion} */
  public double[] probabilities(Population population) {
    double[] found = new double[size(population)];
    int to = 0;
    for (int i = 0; i < size; i++) {
      if (has(i, population)) {
        found[to++] = probabilities[i];
      }
    }
    return found;
  }

  /** {@return whether the customers churned, in the same order} */
  public boolean[] churned(Population population) {
    boolean[] found = new boolean[size(population)];
    int to = 0;
    for (int i = 0; i < size; i++) {
      if (has(i, population)) {
        found[to++] = churned[i];
      }
    }
    return found;
  }

  /** {@return the numbers that identify the customers, in the same order} */
  public long[] customers(Population population) {
    long[] found = new long[size(population)];
    int to = 0;
    for (int i = 0; i < size; i++) {
      if (has(i, population)) {
        found[to++] = customers[i];
      }
    }
    return found;
  }
}
