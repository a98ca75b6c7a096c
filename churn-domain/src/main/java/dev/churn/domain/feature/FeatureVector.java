package dev.churn.domain.feature;

import java.util.Arrays;

/**
 * The features of one customer at one as-of date: the eight, and behind them the further ones;
 * finite and immutable. Vectors are equal only if all values are identical bit for bit.
 */
public final class FeatureVector {
  /** The number of values: those of {@link Feature}, then those of {@link FurtherFeature}. */
  public static final int WIDTH = Feature.COUNT + FurtherFeature.COUNT;

  private final double[] values;

  private FeatureVector(double[] values) {
    this.values = values;
  }

  /**
   * {@return a vector with a copy of {@code values}}
   *
   * @param values finite numbers in the order of {@link Feature} and {@link FurtherFeature}: {@link
   *     #WIDTH}, or only the first {@link Feature#COUNT}, as earlier versions had them; the further
   *     ones are then 0
   */
  public static FeatureVector of(double... values) {
    if (values.length != WIDTH && values.length != Feature.COUNT) {
      throw new IllegalArgumentException(
          "expected %d or %d features, found %d".formatted(Feature.COUNT, WIDTH, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "expected %s to be finite, found %s".formatted(FeatureNames.known().get(i), values[i]));
      }
    }
    return new FeatureVector(Arrays.copyOf(values, WIDTH));
  }

  public double get(Feature feature) {
    return values[feature.ordinal()];
  }

  public double get(FurtherFeature feature) {
    return values[feature.place()];
  }

  /**
   * {@return a copy of all {@link #WIDTH} values, in the order of {@link Feature} and {@link
   * FurtherFeature}}
   */
  public double[] toArray() {
    return values.clone();
  }

  /** Copies all values, ordered as in {@link #toArray}, into an array, from index {@code at} on. */
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
