package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.Feature;

/**
 * The drift of a feature.
 *
 * @param psi the population stability index over deciles of the reference, 0 or more; half a row is
 *     added to each bin
 * @param referenceRows the number of training rows
 * @param currentRows the number of customers compared with them
 */
public record FeatureDrift(Feature feature, double psi, long referenceRows, long currentRows) {
  /** The severity of a drift, by the usual rule of thumb (Siddiqi, 2006). */
  public enum Effect {
    /** PSI below 0.1. */
    NONE,
    /** PSI of at least 0.1 and below 0.25. */
    MODERATE,
    /** PSI of at least 0.25. */
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
