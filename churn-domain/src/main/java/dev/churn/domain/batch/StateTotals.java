package dev.churn.domain.batch;

/**
 * How many customers of a list are active and how many lapsed, whichever of them it shows.
 *
 * @param active the number of active customers and of those whose state is not known
 * @param lapsed the number of lapsed customers
 */
public record StateTotals(long active, long lapsed) {
  /** No customers. */
  public static final StateTotals NONE = new StateTotals(0, 0);

  public StateTotals {
    if (active < 0 || lapsed < 0) {
      throw new IllegalArgumentException("expected counts, found %d, %d".formatted(active, lapsed));
    }
  }

  /** {@return the number of customers that a list shows} */
  public long of(Include include) {
    return switch (include) {
      case ACTIVE -> active;
      case LAPSED -> lapsed;
      case ALL -> active + lapsed;
    };
  }
}
