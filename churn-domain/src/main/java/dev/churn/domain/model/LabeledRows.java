package dev.churn.domain.model;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.NextActivity;
import dev.churn.domain.feature.TypeFeature;
import java.util.Arrays;

/**
 * The labeled rows of one snapshot, stored in a few flat arrays. One thread adds rows; after that,
 * any number of threads may read.
 */
public final class LabeledRows {
  private final int width;
  private double[] values;
  private long[] customers = new long[64];
  private boolean[] churned = new boolean[64];
  private int[] nextActivity = new int[64];
  private int size;

  /** Creates rows without features of watched event types. */
  public LabeledRows() {
    this(0);
  }

  /**
   * @param types the number of watched event types whose features are kept
   */
  public LabeledRows(int types) {
    this.width = FeatureVector.width(types);
    this.values = new double[64 * width];
  }

  /** {@return the number of watched event types whose features are kept} */
  public int types() {
    return (width - FeatureVector.COMMON_WIDTH) / TypeFeature.COUNT;
  }

  /** Adds a row; its index is the number of rows added before. */
  public void add(String customerId, FeatureVector features, boolean hasChurned) {
    add(customerId, features, hasChurned, NextActivity.UNKNOWN);
  }

  /**
   * Adds a row, of which it is known when the customer was active again.
   *
   * @param nextActivityDays days to the next active day, as in {@link NextActivity}
   */
  public void add(
      String customerId, FeatureVector features, boolean hasChurned, int nextActivityDays) {
    if (size == customers.length) {
      int capacity = Math.multiplyExact(size, 2);
      values = Arrays.copyOf(values, Math.multiplyExact(capacity, width));
      customers = Arrays.copyOf(customers, capacity);
      churned = Arrays.copyOf(churned, capacity);
      nextActivity = Arrays.copyOf(nextActivity, capacity);
    }
    features.copyTo(values, size * width, width);
    customers[size] = stableHash(customerId);
    churned[size] = hasChurned;
    nextActivity[size] = nextActivityDays;
    size++;
  }

  public int size() {
    return size;
  }

  public double feature(int row, Feature feature) {
    return values[row * width + feature.ordinal()];
  }

  public FeatureVector features(int row) {
    return FeatureVector.of(Arrays.copyOfRange(values, row * width, (row + 1) * width));
  }

  /**
   * Copies all features of a row, ordered as in {@link FeatureVector#toArray}, into an array, from
   * index {@code at} on; those of types that are not kept stay as they are, which must be 0.
   */
  public void copyFeatures(int row, double[] target, int at) {
    System.arraycopy(values, row * width, target, at, width);
  }

  /**
   * {@return a negative number, 0 or a positive one, as the features of row {@code a} come before,
   * are equal to, or come after those of row {@code b} in lexicographic order}
   */
  public int compareFeatures(int a, int b) {
    return Arrays.compare(values, a * width, (a + 1) * width, values, b * width, (b + 1) * width);
  }

  /** {@return a number that identifies the customer, the same in every snapshot and run} */
  public long customer(int row) {
    return customers[row];
  }

  public boolean churned(int row) {
    return churned[row];
  }

  /** {@return the days to the next active day, as in {@link NextActivity}} */
  public int nextActivityDays(int row) {
    return nextActivity[row];
  }

  /** {@return a hash of the features and the label of a row; the same in every run} */
  public long contentHash(int row) {
    long hash = churned[row] ? 1 : 0;
    for (int i = row * width; i < (row + 1) * width; i++) {
      hash = (hash ^ Double.doubleToLongBits(values[i])) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  /**
   * FNV-1a with 64 bits and a multiply-shift finalizer, so that all bits depend on all characters.
   */
  private static long stableHash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
    return hash ^ (hash >>> 29);
  }
}
