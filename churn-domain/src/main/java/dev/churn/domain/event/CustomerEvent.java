package dev.churn.domain.event;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An event of a customer.
 *
 * @param day the day in the time zone of the organization
 * @param amount money, negative for a return; finite
 * @param type the kind of event, for example {@code purchase}; not blank
 */
public record CustomerEvent(LocalDate day, OptionalDouble amount, Optional<String> type) {
  public CustomerEvent {
    requireNonNull(day, "day");
    if (amount.isPresent() && !Double.isFinite(amount.getAsDouble())) {
      throw new IllegalArgumentException("expected a finite amount, found " + amount.getAsDouble());
    }
    if (type.isPresent() && type.get().isBlank()) {
      throw new IllegalArgumentException("expected an event type or none, found a blank one");
    }
  }

  /** {@return an event with an amount and without a type} */
  public static CustomerEvent of(LocalDate day, double amount) {
    return new CustomerEvent(day, OptionalDouble.of(amount), Optional.empty());
  }
}
