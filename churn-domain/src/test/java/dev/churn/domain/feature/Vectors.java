package dev.churn.domain.feature;

import java.util.Arrays;

/** Feature vectors of tests that are about some of the features. */
public final class Vectors {
  private Vectors() {}

  /** {@return a vector of the first features' values, in their order; all that follow are 0} */
  public static FeatureVector of(double... first) {
    return FeatureVector.of(Arrays.copyOf(first, Feature.COUNT));
  }
}
