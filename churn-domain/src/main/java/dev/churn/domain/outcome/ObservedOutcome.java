package dev.churn.domain.outcome;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The outcome of a customer and what they did within the horizon.
 *
 * @param seen empty where a file does not tell: for unknown outcomes, labels of a file, and
 *     outcomes that an earlier version stored
 */
public record ObservedOutcome(Outcome outcome, Optional<ObservedValue> seen) {
  /** An outcome that the dataset cannot tell. */
  public static final ObservedOutcome UNKNOWN =
      new ObservedOutcome(Outcome.UNKNOWN, Optional.empty());

  public ObservedOutcome {
    requireNonNull(outcome, "outcome");
    requireNonNull(seen, "seen");
    if (outcome == Outcome.UNKNOWN && seen.isPresent()) {
      throw new IllegalArgumentException(
          "expected nothing seen of an unknown outcome, found " + seen);
    }
  }

  /** {@return an outcome without what the customer did} */
  public static ObservedOutcome of(Outcome outcome) {
    return new ObservedOutcome(outcome, Optional.empty());
  }

  /**
   * {@return the outcome of a customer of whom a file has no event within the horizon, although it
   * would have}
   *
   * @param hasAmounts whether the file has amounts
   */
  public static ObservedOutcome ofSilence(boolean hasAmounts) {
    OptionalDouble spend = hasAmounts ? OptionalDouble.of(0) : OptionalDouble.empty();
    return new ObservedOutcome(Outcome.CHURNED, Optional.of(new ObservedValue(0, spend)));
  }
}
