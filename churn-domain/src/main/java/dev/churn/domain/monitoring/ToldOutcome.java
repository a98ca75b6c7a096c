package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The outcome of a customer and what they did within the horizon.
 *
 * @param seen empty where a file does not tell: for unknown outcomes, labels of a file, and
 *     outcomes that an earlier version stored
 */
public record ToldOutcome(Outcome outcome, Optional<SeenValue> seen) {
  /** An outcome that the dataset cannot tell. */
  public static final ToldOutcome UNKNOWN = new ToldOutcome(Outcome.UNKNOWN, Optional.empty());

  public ToldOutcome {
    requireNonNull(outcome, "outcome");
    requireNonNull(seen, "seen");
    if (outcome == Outcome.UNKNOWN && seen.isPresent()) {
      throw new IllegalArgumentException(
          "expected nothing seen of an unknown outcome, found " + seen);
    }
  }

  /** {@return an outcome without what the customer did} */
  public static ToldOutcome of(Outcome outcome) {
    return new ToldOutcome(outcome, Optional.empty());
  }

  /**
   * {@return the outcome of a customer of whom a file has no event within the horizon, although it
   * would have}
   *
   * @param hasAmounts whether the file has amounts
   */
  public static ToldOutcome ofSilence(boolean hasAmounts) {
    OptionalDouble spend = hasAmounts ? OptionalDouble.of(0) : OptionalDouble.empty();
    return new ToldOutcome(Outcome.CHURNED, Optional.of(new SeenValue(0, spend)));
  }
}
