package dev.churn.features.event;

import java.util.Optional;

/** How many amounts of a file are above, at and below 0. */
final class AmountCounts {
  private long above;
  private long zero;
  private long below;

  void add(double amount) {
    if (amount > 0) {
      above++;
    } else if (amount < 0) {
      below++;
    } else {
      zero++;
    }
  }

  /** Merges the amounts that another thread has seen. */
  void add(AmountCounts other) {
    above += other.above;
    zero += other.zero;
    below += other.below;
  }

  /** {@return the number of rows with an amount} */
  long all() {
    return above + zero + below;
  }

  /** {@return a sentence if most amounts are below 0, or none is above} */
  Optional<String> warning() {
    if (all() > 0 && above == 0 && below == 0) {
      return Optional.of(
          "All amounts are 0: monetary features are 0, and value_at_risk is not known.");
    }
    return below > above
        ? Optional.of(
            "%d amounts are below 0, as those of returns are, and only %d above: what customers are worth is too low. If the file writes payments with a minus, turn the signs of its amounts."
                .formatted(below, above))
        : Optional.empty();
  }
}
