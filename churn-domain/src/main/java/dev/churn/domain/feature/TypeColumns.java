package dev.churn.domain.feature;

import java.util.Arrays;
import java.util.List;

/**
 * Maps the features of the event types that a table watches to those that a model learned from. The
 * model may have learned from fewer types and has them at other places: wanted type i of the model
 * is given type {@code places[i]} of the table. Immutable.
 */
public final class TypeColumns {
  private static final int FIRST = FeatureVector.COMMON_WIDTH;

  private final int[] places; // for each wanted type, its index among the given ones
  private final boolean isSame;

  private TypeColumns(int[] places, boolean isSame) {
    this.places = places;
    this.isSame = isSame;
  }

  /**
   * {@return the columns of the wanted types among those of the given ones}
   *
   * @throws IllegalArgumentException if a wanted type is not given
   */
  public static TypeColumns of(List<String> wanted, List<String> given) {
    if (!given.containsAll(wanted)) {
      throw new IllegalArgumentException(
          "expected features of the event types %s, found %s".formatted(wanted, given));
    }
    return new TypeColumns(
        wanted.stream().mapToInt(given::indexOf).toArray(), wanted.equals(given));
  }

  /** {@return the number of wanted types} */
  public int types() {
    return places.length;
  }

  /**
   * {@return a vector with the common features of {@code features} and those of the wanted types,
   * in the order of the wanted types}
   */
  public FeatureVector of(FeatureVector features) {
    if (isSame) {
      return features;
    }
    double[] values = features.toArray();
    arrange(values, 0);
    return FeatureVector.of(values);
  }

  /**
   * Moves the features of the wanted types to the front of all types, in the order of the wanted
   * types, and writes 0 at the places of all further types.
   *
   * @param values the features of a vector, from index {@code at} on
   */
  public void arrange(double[] values, int at) {
    if (isSame) {
      return;
    }
    double[] given = Arrays.copyOfRange(values, at + FIRST, at + FeatureVector.WIDTH);
    Arrays.fill(values, at + FIRST, at + FeatureVector.WIDTH, 0);
    for (int type = 0; type < places.length; type++) {
      System.arraycopy(
          given,
          TypeFeature.COUNT * places[type],
          values,
          at + FIRST + TypeFeature.COUNT * type,
          TypeFeature.COUNT);
    }
  }
}
