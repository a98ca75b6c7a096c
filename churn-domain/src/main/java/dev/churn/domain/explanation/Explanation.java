package dev.churn.domain.explanation;

import dev.churn.domain.feature.Feature;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What each feature adds to a customer's probability.
 *
 * @param baseProbability the mean probability of the model's background customers
 * @param probability of the customer: the base and all contributions together
 * @param contributions one for each feature, in the order of {@link Feature}; positive where the
 *     feature raises the risk
 * @param reasons the strongest contributions in words, the strongest first
 */
public record Explanation(
    double baseProbability,
    double probability,
    Map<Feature, Double> contributions,
    List<Reason> reasons) {
  public Explanation {
    contributions = Collections.unmodifiableMap(new EnumMap<>(contributions));
    reasons = List.copyOf(reasons);
    if (contributions.size() != Feature.COUNT) {
      throw new IllegalArgumentException(
          "expected %d contributions, found %d".formatted(Feature.COUNT, contributions.size()));
    }
  }
}
