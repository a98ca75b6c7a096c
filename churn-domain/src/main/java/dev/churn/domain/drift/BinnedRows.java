package dev.churn.domain.drift;

/** Counts reference and current rows in the same bins. */
final class BinnedRows {
  private final DecileBins bins;
  private final BinCounts counts;

  /** Starts with bins made from a sample of the reference; not empty. */
  BinnedRows(double[] sample) {
    this.bins = DecileBins.of(sample);
    this.counts = new BinCounts(new long[bins.count()], new long[bins.count()]);
  }

  void reference(double value) {
    counts.reference()[bins.of(value)]++;
  }

  void current(double value) {
    counts.current()[bins.of(value)]++;
  }

  /** {@return the counts so far, not a copy} */
  BinCounts counts() {
    return counts;
  }
}
