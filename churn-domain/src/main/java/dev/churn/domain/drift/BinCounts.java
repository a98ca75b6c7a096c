package dev.churn.domain.drift;

/**
 * The numbers of reference and of current rows in the same bins.
 *
 * @param reference not copied
 * @param current not copied
 */
@SuppressWarnings("ArrayRecordComponent") // counted in place; records are never compared
record BinCounts(long[] reference, long[] current) {
  double index() {
    return PopulationStability.index(reference, current);
  }

  double byChance(double quantile) {
    return PopulationStability.byChance(reference, current, quantile);
  }
}
