package dev.churn.domain.monitoring;

import java.util.Arrays;

/**
 * The probabilities of two models for the same customers and as-of dates, 25 bytes per row. Not
 * safe for use by several threads.
 */
public final class PairedRows {
  private final EvaluatedRows judged = new EvaluatedRows();
  private double[] second = new double[1024];
  private long[] customers = new long[1024];
  private int size;

  /**
   * Adds a row.
   *
   * @param customer a number that identifies the customer
   */
  public void add(
      double firstProbability, double secondProbability, boolean churned, long customer) {
    if (size == customers.length) {
      int capacity = size + (size >> 1);
      second = Arrays.copyOf(second, capacity);
      customers = Arrays.copyOf(customers, capacity);
    }
    judged.add(firstProbability, churned);
    second[size] = secondProbability;
    customers[size] = customer;
    size++;
  }

  /** {@return the first model's probabilities, in the order of insertion} */
  public double[] first() {
    return judged.probabilities();
  }

  /** {@return the second model's probabilities, in the same order} */
  public double[] second() {
    return Arrays.copyOf(second, size);
  }

  /** {@return whether the customers churned, in the same order} */
  public boolean[] churned() {
    return judged.churned();
  }

  /** {@return the numbers that identify the customers, in the same order} */
  public long[] customers() {
    return Arrays.copyOf(customers, size);
  }
}
