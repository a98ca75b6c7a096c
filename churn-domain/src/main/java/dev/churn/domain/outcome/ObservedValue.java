package dev.churn.domain.outcome;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/**
 * What a customer did within a horizon (T, T + H]: the counterpart of {@link
 * dev.churn.domain.value.CustomerValue}.
 *
 * @param activeDays the number of active days, at least 0
 * @param spend the sum of the amounts, in the money of the file, below 0 where returns outweigh;
 *     empty if the file has no amounts
 */
public record ObservedValue(int activeDays, OptionalDouble spend) {
  public ObservedValue {
    requireNonNull(spend, "spend");
    if (activeDays < 0 || !Double.isFinite(spend.orElse(0))) {
      throw new IllegalArgumentException(
          "expected 0 active days or more and a finite spend, found %d, %s"
              .formatted(activeDays, spend));
    }
  }
}
