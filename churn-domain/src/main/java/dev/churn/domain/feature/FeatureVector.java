package dev.churn.domain.feature;

import dev.churn.domain.event.WatchedTypes;
import java.util.Arrays;

/**
 * The features of one customer at one as-of date: the eight, behind them the further ones, and
 * behind these those of watched event types, 0 where there are fewer of them; finite and immutable.
 * Vectors are equal only if all values are identical bit for bit.
 */
public final class FeatureVector {
  /**
   * The number of values that every table has: those of {@link Feature}, then those of {@link
   * FurtherFeature}.
   */
  public static final int COMMON_WIDTH = Feature.COUNT + FurtherFeature.COUNT;

  /** The number of values: the common ones, then those of {@link TypeFeature} for each type. */
  public static final int WIDTH = COMMON_WIDTH + TypeFeature.COUNT * WatchedTypes.MAX;

  private final double[] values;

  private FeatureVector(double[] values) {
    this.values = values;
  }

  /**
   * {@return a vector with a copy of {@code values}}
   *
   * @param values finite numbers in the order of {@link Feature}, {@link FurtherFeature} and
   *     watched types: as many as {@link #width} says, or only the first {@link Feature#COUNT}, as
   *     earlier versions had them; those that are missing are 0
   */
  public static FeatureVector of(double... values) {
    int types = (values.length - COMMON_WIDTH) / TypeFeature.COUNT;
    boolean isWhole = types >= 0 && values.length <= WIDTH && values.length == width(types);
    if (!isWhole && values.length != Feature.COUNT) {
      throw new IllegalArgumentException(
          "expected %d features, or %d and %d for each watched event type, found %d"
              .formatted(Feature.COUNT, COMMON_WIDTH, TypeFeature.COUNT, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "expected %s to be finite, found %s".formatted(name(i), values[i]));
      }
    }
    return new FeatureVector(Arrays.copyOf(values, WIDTH));
  }

  /** {@return the number of values of a table with so many watched event types} */
  public static int width(int types) {
    return COMMON_WIDTH + TypeFeature.COUNT * types;
  }

  /** {@return the name of the value at an index} */
  public static String name(int index) {
    return FeatureNames.watching(WatchedTypes.MAX).get(index);
  }

  public double get(Feature feature) {
    return values[feature.ordinal()];
  }

  public double get(FurtherFeature feature) {
    return values[feature.place()];
  }

  /**
   * {@return a feature of a watched event type}
   *
   * @param type the place of the type among the watched ones, from 0
   */
  public double get(TypeFeature feature, int type) {
    return values[feature.place(type)];
  }

  /**
   * {@return a copy of all {@link #WIDTH} values, in the order of {@link Feature}, {@link
   * FurtherFeature} and watched event types}
   */
  public double[] toArray() {
    return values.clone();
  }

  /** Copies all values, ordered as in {@link #toArray}, into an array, from index {@code at} on. */
  public void copyTo(double[] array, int at) {
    copyTo(array, at, WIDTH);
  }

  /** Copies the first {@code count} values into an array, from index {@code at} on. */
  public void copyTo(double[] array, int at, int count) {
    System.arraycopy(values, 0, array, at, count);
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
