package dev.churn.domain.event;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The events by which customers leave, such as a cancellation. With any, a customer churns at T
 * when the first of them is in (T, T + H], whatever the activity; without any, churn is silence.
 * They are no activity, and their amounts do not count either. Types are compared as {@link
 * ActivityTypes} does.
 */
public final class ChurnEvents {
  private final ActivityTypes types;

  /**
   * @param types the event types; empty if churn is silence
   */
  public ChurnEvents(Set<String> types) {
    this.types = new ActivityTypes(types);
  }

  /** {@return whether customers leave by silence and not by an event} */
  public boolean isEmpty() {
    return types.isEverything();
  }

  /** {@return whether customers leave by events of a type} */
  public boolean contains(String type) {
    return !isEmpty() && types.contains(type);
  }

  /** {@return whether a customer leaves by an event} */
  public boolean contains(CustomerEvent event) {
    return !isEmpty() && event.type().filter(this::contains).isPresent();
  }

  /**
   * {@return the first of a customer's events by which customers leave, up to {@code asOf}} The
   * first one is final: activity behind it, such as a last invoice, does not bring the customer
   * back.
   */
  public Optional<CustomerEvent> first(Collection<CustomerEvent> events, LocalDate asOf) {
    CustomerEvent first = null;
    for (CustomerEvent event : events) {
      if (!event.day().isAfter(asOf)
          && contains(event)
          && (first == null || event.day().isBefore(first.day()))) {
        first = event;
      }
    }
    return Optional.ofNullable(first);
  }
}
