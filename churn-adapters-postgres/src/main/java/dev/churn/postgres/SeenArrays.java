package dev.churn.postgres;

import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.ObservedValue;
import dev.churn.domain.outcome.Outcome;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a customer did within several horizons, as arrays of the database: without elements if it is
 * 0 wherever the outcome is known, as for most customers, and null if it is known nowhere.
 */
final class SeenArrays {
  private SeenArrays() {}

  /** {@return the numbers of active days, in the text format of {@code COPY}} */
  static String activeDays(ObservedOutcome[] outcomes) {
    return text(outcomes, seen -> Optional.of(seen.activeDays()));
  }

  /** {@return the sums of amounts, in the text format of {@code COPY}} */
  static String spend(ObservedOutcome[] outcomes) {
    return text(outcomes, SeenArrays::spend);
  }

  static Optional<Double> spend(ObservedValue seen) {
    return seen.spend().isPresent() ? Optional.of(seen.spend().getAsDouble()) : Optional.empty();
  }

  /** {@return whether the file has amounts, by the outcomes of a customer} */
  static boolean hasSpend(ObservedOutcome[] outcomes) {
    for (ObservedOutcome told : outcomes) {
      if (told.seen().flatMap(SeenArrays::spend).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static String text(
      ObservedOutcome[] outcomes, Function<ObservedValue, Optional<? extends Number>> value) {
    var array = new StringBuilder("{");
    boolean isZero = true;
    boolean isKnown = false;
    for (ObservedOutcome told : outcomes) {
      Optional<? extends Number> number = told.seen().flatMap(value);
      if (told.outcome() != Outcome.UNKNOWN) {
        isZero &= number.isPresent() && number.get().doubleValue() == 0;
        isKnown |= number.isPresent();
      }
      array.append(array.length() > 1 ? "," : "");
      array.append(number.isPresent() ? number.get() : "NULL");
    }
    if (!isKnown) {
      return "\\N";
    }
    return isZero ? "{}" : array.append('}').toString();
  }
}
