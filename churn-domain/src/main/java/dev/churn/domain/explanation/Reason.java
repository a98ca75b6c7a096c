package dev.churn.domain.explanation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.Feature;

/**
 * A contribution in words.
 *
 * @param contribution what the feature adds to the probability
 * @param text what the customer did, in days, visits and money, and what it does to the risk
 */
public record Reason(Feature feature, double contribution, String text) {
  public Reason {
    requireNonNull(feature, "feature");
    requireNonNull(text, "text");
  }
}
