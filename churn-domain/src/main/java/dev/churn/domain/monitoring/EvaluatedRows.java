package dev.churn.domain.monitoring;

import dev.churn.domain.evaluation.Population;
import dev.churn.domain.outcome.ObservedValue;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.value.CustomerValue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Probabilities and outcomes, 18 bytes per row, with the number of rows without an outcome, and how
 * far what customers did lies from what was expected of them. Not safe for use by several threads.
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
  private final Map<Population, ValueErrorTally> activity = tallies();
  private final Map<Population, ValueErrorTally> spend = tallies();

  private static Map<Population, ValueErrorTally> tallies() {
    Map<Population, ValueErrorTally> tallies = new EnumMap<>(Population.class);
    for (Population population : Population.values()) {
      tallies.put(population, new ValueErrorTally());
    }
    return tallies;
  }

  /** Adds a prediction, with what the customer was expected to do and did as far as known. */
  public void add(JudgedPrediction prediction) {
    Optional<Boolean> isActive = prediction.active();
    long customer = prediction.customer();
    add(prediction.probability(), prediction.told().outcome(), customer, isActive);
    if (prediction.value().isPresent() && prediction.told().seen().isPresent()) {
      addValue(prediction, Population.ALL);
      if (isActive.orElse(false)) {
        addValue(prediction, Population.ACTIVE);
      }
    }
  }

  private void addValue(JudgedPrediction prediction, Population population) {
    CustomerValue expected = prediction.value().orElseThrow();
    ObservedValue seen = prediction.told().seen().orElseThrow();
    long customer = prediction.customer();
    activity.get(population).add(customer, expected.expectedActivity(), seen.activeDays());
    if (expected.expectedSpend().isPresent() && seen.spend().isPresent()) {
      spend
          .get(population)
          .add(customer, expected.expectedSpend().getAsDouble(), seen.spend().getAsDouble());
    }
  }

  /** {@return the error of expected active days; empty if it is known of no row} */
  public Optional<ValueError> activityError(Population population) {
    return activity.get(population).error();
  }

  /** {@return the error of expected spend; empty if it is known of no row} */
  public Optional<ValueError> spendError(Population population) {
    return spend.get(population).error();
  }

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
