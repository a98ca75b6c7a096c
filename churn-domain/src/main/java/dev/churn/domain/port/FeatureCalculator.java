package dev.churn.domain.port;

import dev.churn.domain.feature.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** Computes the features of a single customer, bit for bit as {@link EventFiles#score} does. */
@FunctionalInterface
public interface FeatureCalculator {
  /**
   * {@return the features of one customer at {@code asOf}} Events after that day do not count;
   * order does not matter.
   *
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no event on or
   *     before {@code asOf}
   */
  FeatureVector compute(
      Collection<CustomerEvent> events, LocalDate asOf, FeatureDefinition definition);

  /**
   * {@return the features of one customer at each of some days, as {@link #compute} gives them}
   *
   * @param asOf in any order
   * @throws dev.churn.domain.ChurnException with {@code UNPROCESSABLE} if there is no event on or
   *     before one of the days
   */
  default List<FeatureVector> computeEach(
      Collection<CustomerEvent> events, List<LocalDate> asOf, FeatureDefinition definition) {
    return asOf.stream().map(day -> compute(events, day, definition)).toList();
  }
}
