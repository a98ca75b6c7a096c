package dev.churn.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Deals customers into folds: all rows of a customer into one, those who churned and those who
 * stayed each in equal shares, by a number that depends on customer and seed alone.
 */
final class Folds {
  private Folds() {}

  /** {@return the fold of every row, 0 to {@code count} − 1; fold 0 is never the smallest} */
  static int[] of(Rows rows, int count, long seed) {
    Map<Long, Boolean> everChurned = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      everChurned.merge(rows.customer(i), rows.churned(i), Boolean::logicalOr);
    }
    Map<Long, Integer> foldOf = new HashMap<>();
    for (boolean stratum : new boolean[] {false, true}) {
      long[] mixed =
          everChurned.entrySet().stream()
              .filter(entry -> entry.getValue() == stratum)
              .mapToLong(entry -> mix(entry.getKey() ^ mix(seed)))
              .toArray();
      Arrays.sort(mixed);
      for (int i = 0; i < mixed.length; i++) {
        foldOf.put(mixed[i], i % count);
      }
    }
    int[] folds = new int[rows.size()];
    for (int i = 0; i < folds.length; i++) {
      folds[i] = foldOf.get(mix(rows.customer(i) ^ mix(seed)));
    }
    return folds;
  }

  /** The finisher of SplitMix64: one to one, and each bit depends on all others. */
  static long mix(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
