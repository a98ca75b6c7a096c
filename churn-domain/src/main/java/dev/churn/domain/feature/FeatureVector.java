package dev.churn.domain.feature;

import java.util.Arrays;

/**
 * The features of one customer at one as-of date; finite and immutable. Vectors are equal only if
 * all values are identical bit for bit.
 */
public final class FeatureVector {
  private final double[] values;

  private FeatureVector(double[] values) {
    this.values = values;
  }

  /**
   * {@return a vector with a copy of {@code values}}
   *
   * @param values {@link Feature#COUNT} finite numbers in the order of {@link Feature}
   */
  public static FeatureVector of(double... values) {
    if (values.length != Feature.COUNT) {
      throw new IllegalArgumentException(
          "expected %d features, found %d".formatted(Feature.COUNT, values.length));
    }
    for (Feature feature : Feature.values()) {
      double value = values[feature.ordinal()];
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "expected %s to be finite, found %s".formatted(feature.columnName(), value));
      }
    }
    return new FeatureVector(values.clone());
  }

  public double get(Feature feature) {
    return values[feature.ordinal()];
  }

  /** {@return a copy of the values, in the order of {@link Feature}} */
  public double[] toArray() {
    return values.clone();
  }

  /**
   * Copies the values, in the order of {@link Feature}, into an array, starting at index {@code
   * at}.
   */
  public void copyTo(double[] array, int at) {
    System.arraycopy(values, 0, array, at, values.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureVector that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "FeatureVector" + Arrays.toString(values);
  }
}
