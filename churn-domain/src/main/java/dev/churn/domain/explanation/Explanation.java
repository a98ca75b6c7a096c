package dev.churn.domain.explanation;

import dev.churn.domain.feature.Feature;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The contribution of each feature to a customer's probability.
 *
 * @param baseProbability the mean probability of the model's background customers; 1 for a customer
 *     who has left, of whom no model was asked
 * @param probability the customer's probability: the sum of base and contributions
 * @param contributions one for each feature, in the order of {@link Feature}; positive if the
 *     feature raises the risk
 * @param reasons the strongest contributions as sentences, the strongest first
 */
public record Explanation(
    double baseProbability,
    double probability,
    Map<Feature, Double> contributions,
    List<Reason> reasons) {
  /** {@return the explanation of a certainty, to which no feature contributes} */
  public static Explanation ofCertainty() {
    Map<Feature, Double> none = new EnumMap<>(Feature.class);
    for (Feature feature : Feature.values()) {
      none.put(feature, 0.0);
    }
    return new Explanation(1, 1, none, List.of());
  }

  public Explanation {
    contributions = Collections.unmodifiableMap(new EnumMap<>(contributions));
    reasons = List.copyOf(reasons);
    if (contributions.size() != Feature.COUNT) {
      throw new IllegalArgumentException(
          "expected %d contributions, found %d".formatted(Feature.COUNT, contributions.size()));
    }
  }
}
