package dev.churn.domain.usecase.scoring;

import java.util.Arrays;

/** A set of hashes, complete once it is sorted; one is looked up among those that begin alike. */
final class CustomerHashes {
  private static final int BITS = 16;

  private final int[] ends = new int[(1 << BITS) + 1];
  private long[] values = new long[16];
  private int size;

  void add(long hash) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = hash;
  }

  void sort() {
    Arrays.sort(values, 0, size);
    for (int i = 0; i < size; i++) {
      ends[beginning(values[i]) + 1]++;
    }
    for (int i = 1; i < ends.length; i++) {
      ends[i] += ends[i - 1];
    }
  }

  boolean contains(long hash) {
    int beginning = beginning(hash);
    return Arrays.binarySearch(values, ends[beginning], ends[beginning + 1], hash) >= 0;
  }

  /** {@return the first bits of a hash, in the order of signed hashes} */
  private static int beginning(long hash) {
    return (int) (hash >> (Long.SIZE - BITS)) + (1 << (BITS - 1));
  }
}
