package dev.churn.domain.drift;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.Feature;

/**
 * The drift of a feature.
 *
 * @param psi the population stability index over deciles of the reference, 0 or more; half a row is
 *     added to each bin. That of {@link Feature#TENURE_DAYS} leaves out what growing older explains
 * @param chance the index that chance alone stays below: for rows without drift, any of the eight
 *     features exceeds its own in 5 % of the reports
 * @param withAgeing the index with what growing older explains; equal to {@code psi} for features
 *     other than {@link Feature#TENURE_DAYS}
 * @param referenceRows the number of training rows
 * @param currentRows the number of customers compared with them
 */
public record FeatureDrift(
    Feature feature,
    double psi,
    double chance,
    double withAgeing,
    long referenceRows,
    long currentRows) {
  /** The severity of a drift, by the usual rule of thumb (Siddiqi, 2006). */
  public enum Effect {
    /** PSI below 0.1, or not beyond chance. */
    NONE,
    /** PSI of at least 0.1 and below 0.25. */
    MODERATE,
    /** PSI of at least 0.25. */
    LARGE
  }

  public FeatureDrift {
    requireNonNull(feature, "feature");
    if (!(psi >= 0 && chance >= 0 && withAgeing >= psi)) {
      throw new IllegalArgumentException(
          "expected 0 ≤ psi ≤ psi with ageing and chance from 0, found %s, %s and %s"
              .formatted(psi, withAgeing, chance));
    }
  }

  /** {@return the effect; none unless the index is beyond what chance gives} */
  public Effect effect() {
    if (psi < 0.1 || psi <= chance) {
      return Effect.NONE;
    }
    return psi < 0.25 ? Effect.MODERATE : Effect.LARGE;
  }
}
