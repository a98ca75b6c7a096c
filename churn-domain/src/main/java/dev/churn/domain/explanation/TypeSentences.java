package dev.churn.domain.explanation;

import dev.churn.domain.event.EventTypeNames;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.TypeFeature;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Describes what the event types that a model watches contribute. They share a contribution with
 * {@link TypeFeature#FAMILY}, so a type is named only if the probability shows its effect: with the
 * type's columns of a typical background customer in place of the customer's own, the probability
 * would move by at least half of the contribution.
 */
final class TypeSentences {
  private static final double LEAST_PART = 0.5;

  private final ToDoubleFunction<FeatureVector> probability;
  private final List<String> types;
  private final List<FeatureVector> background;
  private final FeatureVector customer;

  /**
   * @param probability the model's probability for a vector
   */
  TypeSentences(
      ToDoubleFunction<FeatureVector> probability,
      FeatureDefinition definition,
      List<FeatureVector> background,
      FeatureVector customer) {
    this.probability = probability;
    this.types = definition.watchedEventTypes();
    this.background = background;
    this.customer = customer;
  }

  /**
   * {@return a sentence about the type with the largest effect, if that explains a contribution}
   */
  Optional<String> sentence(double contribution) {
    int strongest = -1;
    double largest = LEAST_PART * Math.abs(contribution);
    for (int type = 0; type < types.size(); type++) {
      double effect = Math.signum(contribution) * effect(type);
      if (effect >= largest) {
        largest = effect;
        strongest = type;
      }
    }
    return strongest < 0 ? Optional.empty() : describe(strongest);
  }

  private double effect(int type) {
    FeatureVector typical = typical(type);
    double[] values = customer.toArray();
    for (TypeFeature feature : TypeFeature.values()) {
      values[feature.place(type)] = typical.get(feature, type);
    }
    return probability.applyAsDouble(customer)
        - probability.applyAsDouble(FeatureVector.of(values));
  }

  /** {@return the lower median of the background by the last event of a type and its share} */
  private FeatureVector typical(int type) {
    List<FeatureVector> sorted =
        background.stream()
            .sorted(
                Comparator.comparingDouble((FeatureVector other) -> silence(other, type))
                    .thenComparingDouble(other -> -other.get(TypeFeature.SHARE, type)))
            .toList();
    return sorted.get((sorted.size() - 1) / 2);
  }

  private static double silence(FeatureVector features, int type) {
    double days = features.get(TypeFeature.DAYS_SINCE, type);
    return days == TypeFeature.NEVER ? Double.POSITIVE_INFINITY : days;
  }

  private Optional<String> describe(int type) {
    FeatureVector typical = typical(type);
    String name = EventTypeNames.of(Set.of(types.get(type)));
    String last = lastEvent(customer, type);
    String typicalLast = lastEvent(typical, type);
    if (!last.equals(typicalLast)) {
      return Optional.of("last %s %s, typically %s".formatted(name, last, typicalLast));
    }
    String share = share(customer, type);
    String typicalShare = share(typical, type);
    return share.equals(typicalShare)
        ? Optional.empty()
        : Optional.of(
            "%s of the events of the last %d days are %s, typically %s"
                .formatted(share, TypeFeature.WINDOW_DAYS, name, typicalShare));
  }

  private static String lastEvent(FeatureVector features, int type) {
    double days = features.get(TypeFeature.DAYS_SINCE, type);
    if (days == TypeFeature.NEVER) {
      return "never";
    }
    return days == 0 ? "on the very last day" : NumberTexts.days(Math.round(days)) + " ago";
  }

  private static String share(FeatureVector features, int type) {
    return Math.round(100 * features.get(TypeFeature.SHARE, type)) + " %";
  }
}
