package dev.churn.training.data;

import dev.churn.training.math.SplitMix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/**
 * Assigns customers to folds, stratified by churn. All rows of a customer are in one fold, which
 * depends only on the customer and the seed.
 */
public final class Folds {
  private Folds() {}

  /** {@return the fold of every row, 0 to {@code count} − 1; fold 0 is never the smallest} */
  public static int[] of(TrainingRows rows, int count, long seed) {
    return of(rows.size(), rows::customer, rows::churned, count, seed);
  }

  /** {@return the fold of every row, as for {@link TrainingRows}} */
  public static int[] of(TrainingSample sample, int count, long seed) {
    return of(sample.size(), sample::customer, sample::churned, count, seed);
  }

  private static int[] of(
      int size, IntToLongFunction customer, IntPredicate churned, int count, long seed) {
    Map<Long, Boolean> everChurned = new HashMap<>();
    for (int i = 0; i < size; i++) {
      everChurned.merge(customer.applyAsLong(i), churned.test(i), Boolean::logicalOr);
    }
    Map<Long, Integer> foldOf = new HashMap<>();
    for (boolean stratum : new boolean[] {false, true}) {
      long[] mixed =
          everChurned.entrySet().stream()
              .filter(entry -> entry.getValue() == stratum)
              .mapToLong(entry -> SplitMix.mix(entry.getKey() ^ SplitMix.mix(seed)))
              .toArray();
      Arrays.sort(mixed);
      for (int i = 0; i < mixed.length; i++) {
        foldOf.put(mixed[i], i % count);
      }
    }
    int[] folds = new int[size];
    for (int i = 0; i < folds.length; i++) {
      folds[i] = foldOf.get(SplitMix.mix(customer.applyAsLong(i) ^ SplitMix.mix(seed)));
    }
    return folds;
  }
}
