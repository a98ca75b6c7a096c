package dev.churn.training;

/** A part of the customers, for what does not need them all. */
final class Subset {
  private Subset() {}

  /**
   * {@return the rows of customers drawn by a number that depends on them and the seed alone; about
   * {@code limit} rows, or all of them if they are no more}
   */
  static Sample ofCustomers(Sample sample, int limit, long seed) {
    if (sample.size() <= limit) {
      return sample;
    }
    double share = (double) limit / sample.size();
    return sample.where(i -> SplitMix.of(seed, sample.customer(i)).fraction() < share);
  }
}
