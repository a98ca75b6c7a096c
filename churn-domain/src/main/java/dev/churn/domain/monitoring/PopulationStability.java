package dev.churn.domain.monitoring;

/**
 * The population stability index (PSI): the distance between two distributions over the same bins,
 * {@code Σ (p − q) · ln(p / q)}, the sum of both Kullback-Leibler divergences. It is an effect
 * size, not a test: apart from chance it does not depend on the number of rows. (Siddiqi, Credit
 * Risk Scorecards, Wiley, 2006; Yurdakul and Naranjo, Statistical properties of the population
 * stability index, Journal of Risk Model Validation 14(4), 2020.)
 *
 * <p>Half a row is added to every bin of both sides, so that the index stays finite when a bin is
 * empty; the effect shrinks as rows grow (Krichevsky and Trofimov, The performance of universal
 * encoding, IEEE Transactions on Information Theory 27(2), 1981).
 */
final class PopulationStability {
  private static final double PRIOR = 0.5;

  private PopulationStability() {}

  /**
   * {@return the index, 0 or more}
   *
   * @param reference the number of reference rows in each bin
   * @param current the number of rows to compare, in each of the same bins
   */
  static double index(long[] reference, long[] current) {
    if (reference.length != current.length) {
      throw new IllegalArgumentException(
          "expected the same bins, found %d and %d".formatted(reference.length, current.length));
    }
    double referenceTotal = total(reference);
    double currentTotal = total(current);
    double sum = 0;
    for (int i = 0; i < reference.length; i++) {
      double q = (reference[i] + PRIOR) / referenceTotal;
      double p = (current[i] + PRIOR) / currentTotal;
      sum += (p - q) * Math.log(p / q);
    }
    return sum;
  }

  private static double total(long[] counts) {
    double total = 0;
    for (long count : counts) {
      total += count + PRIOR;
    }
    return total;
  }
}
