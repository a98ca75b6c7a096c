package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.CustomerHash;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.prediction.RiskSegment;
import java.util.Arrays;
import java.util.Optional;

/**
 * The customers who were at high or critical risk in the batch before. It keeps only a hash for
 * each; that two customers share one is so unlikely that an error matters less than the memory,
 * since it decides only whether a customer is explained.
 */
final class EarlierSegments {
  private final boolean isKnown;
  private final Hashes high;
  private final Hashes critical;
  private final CustomerHash hash = new CustomerHash();

  private EarlierSegments(boolean isKnown, Hashes high, Hashes critical) {
    this.isKnown = isKnown;
    this.high = high;
    this.critical = critical;
  }

  /** {@return the segments of the completed batch that comes before a batch, if there is one} */
  static EarlierSegments before(PredictionBatches batches, PredictionBatch batch) {
    OrganizationId organization = batch.organizationId();
    Optional<PredictionBatch> before = batches.findBefore(organization, batch.id());
    var high = new Hashes();
    var critical = new Hashes();
    before.ifPresent(
        earlier ->
            batches.readAtRisk(
                organization,
                earlier.id(),
                (customer, segment) ->
                    (segment == RiskSegment.CRITICAL ? critical : high).add(customer)));
    high.sort();
    critical.sort();
    return new EarlierSegments(before.isPresent(), high, critical);
  }

  /**
   * {@return whether a customer who is now in {@code segment} was in a lower one, or unknown} False
   * if there is no earlier batch, and for segments below high.
   */
  boolean hasRisen(String customerId, RiskSegment segment) {
    if (!isKnown || segment.compareTo(RiskSegment.HIGH) < 0) {
      return false;
    }
    long customer = hash.of(customerId);
    return !critical.contains(customer)
        && (segment == RiskSegment.CRITICAL || !high.contains(customer));
  }

  /** A set of hashes, complete once it is sorted; one is looked up among those that begin alike. */
  private static final class Hashes {
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
}
