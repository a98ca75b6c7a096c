package dev.churn.domain.feature;

import static java.util.Objects.requireNonNull;

/**
 * How long a customer had been silent at an as-of date, and the state that followed from it.
 *
 * @param state by the active window of the organization when the prediction was made; it stays as
 *     it is when the window changes later
 * @param daysSilent days from the last active day to the as-of date, 0 or more, without a maximum;
 *     {@link RfmScales#RECENCY_DAYS} for a customer who was never active, since no silence can be
 *     known; activity is what the model that answered counts as activity
 */
public record CustomerActivity(CustomerState state, int daysSilent) {
  public CustomerActivity {
    requireNonNull(state, "state");
    if (daysSilent < 0) {
      throw new IllegalArgumentException("expected 0 silent days or more, found " + daysSilent);
    }
  }

  /** {@return whether the customer is listed with the lapsed: has lapsed or left} */
  public boolean isLapsed() {
    return state != CustomerState.ACTIVE;
  }

  /** {@return whether the customer has left by an event} */
  public boolean hasLeft() {
    return state == CustomerState.LEFT;
  }

  /** {@return the same silence of a customer who has left} */
  public CustomerActivity afterLeaving() {
    return new CustomerActivity(CustomerState.LEFT, daysSilent);
  }
}
