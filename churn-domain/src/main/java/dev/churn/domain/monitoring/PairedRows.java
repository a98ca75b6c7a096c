package dev.churn.domain.monitoring;

import java.util.Arrays;

/** Two models' probabilities for the same customers and days, 25 bytes a row. For one thread. */
public final class PairedRows {
  private final JudgedRows judged = new JudgedRows();
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

  double[] first() {
    return judged.probabilities();
  }

  double[] second() {
    return Arrays.copyOf(second, size);
  }

  boolean[] churned() {
    return judged.churned();
  }

  long[] customers() {
    return Arrays.copyOf(customers, size);
  }
}
