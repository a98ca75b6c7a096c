package dev.churn.domain.monitoring;

import dev.churn.domain.evaluation.Population;
import dev.churn.domain.outcome.Outcome;
import java.util.Arrays;
import java.util.Optional;

/**
 * The probabilities of two models for the same customers and as-of dates, 26 bytes per row. Not
 * safe for use by several threads.
 */
public final class PairedRows {
  private final EvaluatedRows judged = new EvaluatedRows();
  private double[] second = new double[1024];
  private boolean[] active = new boolean[1024];
  private int size;

  /**
   * Adds a row with a known outcome.
   *
   * @param customer a number that identifies the customer
   * @param isActive empty if it is not known; the row then counts to {@link Population#ALL} only
   */
  public void add(
      double firstProbability,
      double secondProbability,
      boolean churned,
      long customer,
      Optional<Boolean> isActive) {
    if (size == second.length) {
      int capacity = size + (size >> 1);
      second = Arrays.copyOf(second, capacity);
      active = Arrays.copyOf(active, capacity);
    }
    judged.add(firstProbability, Outcome.of(churned), customer, isActive);
    second[size] = secondProbability;
    active[size] = isActive.orElse(false);
    size++;
  }

  /** {@return the number of rows of a population} */
  public int size(Population population) {
    return judged.size(population);
  }

  /** {@return the first model's probabilities, in the order of insertion} */
  public double[] first(Population population) {
    return judged.probabilities(population);
  }

  /** {@return the second model's probabilities, in the same order} */
  public double[] second(Population population) {
    double[] found = new double[size(population)];
    int to = 0;
    for (int i = 0; i < size; i++) {
      if (population == Population.ALL || active[i]) {
        found[to++] = second[i];
      }
    }
    return found;
  }

  /** {@return whether the customers churned, in the same order} */
  public boolean[] churned(Population population) {
    return judged.churned(population);
  }

  /** {@return the numbers that identify the customers, in the same order} */
  public long[] customers(Population population) {
    return judged.customers(population);
  }
}
