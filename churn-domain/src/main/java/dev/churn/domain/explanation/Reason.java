package dev.churn.domain.explanation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.Feature;

/**
 * A contribution as text.
 *
 * @param contribution the contribution of the feature to the probability
 * @param text what the customer did, in days, visits and money, and how it affects the risk
 */
public record Reason(Feature feature, double contribution, String text) {
  public Reason {
    requireNonNull(feature, "feature");
    requireNonNull(text, "text");
  }
}
