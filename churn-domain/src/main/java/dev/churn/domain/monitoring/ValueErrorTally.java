package dev.churn.domain.monitoring;

import java.util.Arrays;
import java.util.Optional;

/** Adds up a {@link ValueError}, with 8 bytes per row. Not safe for use by several threads. */
final class ValueErrorTally {
  private long[] customers = new long[16];
  private int rows;
  private double promised;
  private double seen;
  private double absolute;

  /**
   * Adds a row.
   *
   * @param customer a number that identifies the customer
   */
  void add(long customer, double promisedValue, double seenValue) {
    if (rows == customers.length) {
      customers = Arrays.copyOf(customers, rows + (rows >> 1));
    }
    customers[rows] = customer;
    rows++;
    promised += promisedValue;
    seen += seenValue;
    absolute += Math.abs(seenValue - promisedValue);
  }

  /** {@return the error; empty without rows} */
  Optional<ValueError> error() {
    if (rows == 0) {
      return Optional.empty();
    }
    long distinct = Arrays.stream(customers, 0, rows).distinct().count();
    return Optional.of(new ValueError(rows, distinct, promised, seen, absolute / rows));
  }
}
