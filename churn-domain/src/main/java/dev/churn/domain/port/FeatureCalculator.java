package dev.churn.domain.port;

import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/**
 * Computes the features of a single customer, bit for bit equal to those of {@link
 * EventFiles#score}.
 */
@FunctionalInterface
public interface FeatureCalculator {
  /**
   * {@return the features of one customer at {@code asOf}} Later events are ignored, and the order
   * of events does not matter.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no event on or
   *     before {@code asOf}
   */
  FeatureVector compute(
      Collection<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition);

  /**
   * {@return the features of one customer at each of several as-of dates, equal to those of {@link
   * #compute}}
   *
   * @param asOf the as-of dates, in any order
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no event on or
   *     before one of the dates
   */
  default List<FeatureVector> computeEach(
      Collection<CustomerEvent> events, List<LocalDate> asOf, FeatureDefinition definition) {
    return asOf.stream().map(day -> compute(events, day, definition)).toList();
  }
}
