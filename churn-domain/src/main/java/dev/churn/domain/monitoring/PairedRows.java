package dev.churn.domain.monitoring;

import java.util.Arrays;

/** Two models' probabilities for the same customers and days, 25 bytes a row. For one thread. */
public final class PairedRows {
  private final EvaluatedRows judged = new EvaluatedRows();
  private double[] second = new double[1024];
  private long[] customers = new long[1024];
  private int size;

  /**
   * Adds a row.
   *
   * @param customer a number that stands for the customer
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

  /** {@return the first model's probabilities, in the order in which they were added} */
  public double[] first() {
    return judged.probabilities();
  }

  /** {@return the second model's, in the same order} */
  public double[] second() {
    return Arrays.copyOf(second, size);
  }

  /** {@return whether the customers churned, in the same order} */
  public boolean[] churned() {
    return judged.churned();
  }

  /** {@return numbers that stand for the customers, in the same order} */
  public long[] customers() {
    return Arrays.copyOf(customers, size);
  }
}
