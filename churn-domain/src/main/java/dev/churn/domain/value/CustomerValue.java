package dev.churn.domain.value;

import java.util.OptionalDouble;

/**
 * What is expected of a customer within the horizon of a model.
 *
 * @param expectedActivity the expected number of active days if nothing changes, at least 0
 * @param expectedSpend the expected sum of amounts if nothing changes, in the money of the file;
 *     empty if the model knows no amounts
 * @param valueAtRisk the churn probability times what the customer would spend if kept; empty if
 *     the model knows no amounts
 */
public record CustomerValue(
    double expectedActivity, OptionalDouble expectedSpend, OptionalDouble valueAtRisk) {
  private static final OptionalDouble NOTHING = OptionalDouble.of(0);

  public CustomerValue {
    if (!(expectedActivity >= 0) || expectedSpend.isPresent() != valueAtRisk.isPresent()) {
      throw new IllegalArgumentException(
          "expected 0 active days or more, and both amounts or none, found %s, %s, %s"
              .formatted(expectedActivity, expectedSpend, valueAtRisk));
    }
  }

  /** {@return the value of a customer who has left: nothing is expected, and nothing is at risk} */
  public CustomerValue afterLeaving() {
    return expectedSpend.isPresent()
        ? new CustomerValue(0, NOTHING, NOTHING)
        : new CustomerValue(0, expectedSpend, valueAtRisk);
  }
}
