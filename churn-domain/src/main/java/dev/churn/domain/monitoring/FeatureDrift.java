package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.Feature;

/**
 * How far a feature has drifted.
 *
 * @param psi the population stability index, 0 or more, over deciles of the reference; half a row
 *     is added to each bin
 * @param referenceRows how many rows the model learned from
 * @param currentRows how many customers they are compared with
 */
public record FeatureDrift(Feature feature, double psi, long referenceRows, long currentRows) {
  /** How much a drift matters, by the usual rule of thumb (Siddiqi, 2006). */
  public enum Effect {
    /** Below 0.1. */
    NONE,
    /** From 0.1 on, below 0.25. */
    MODERATE,
    /** From 0.25 on. */
    LARGE
  }

  public FeatureDrift {
    requireNonNull(feature, "feature");
    if (!(psi >= 0)) {
      throw new IllegalArgumentException("expected an index of 0 or more, found " + psi);
    }
  }

  public Effect effect() {
    if (psi < 0.1) {
      return Effect.NONE;
    }
    return psi < 0.25 ? Effect.MODERATE : Effect.LARGE;
  }
}
