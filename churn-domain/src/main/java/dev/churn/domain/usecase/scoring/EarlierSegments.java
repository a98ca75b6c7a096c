package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.prediction.RiskSegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The customers who were at high or critical risk in the batch before. It keeps only a hash of 64
 * bits for each; that two customers share one is so unlikely that an error matters less than the
 * memory, since it decides only whether a customer is explained.
 */
final class EarlierSegments {
  private final boolean isKnown;
  private final Hashes high;
  private final Hashes critical;

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
            batches.readFrom(
                organization,
                earlier.id(),
                RiskSegment.HIGH.from(),
                answer ->
                    (answer.probability().segment() == RiskSegment.CRITICAL ? critical : high)
                        .add(hash(answer.customerId()))));
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
    long hash = hash(customerId);
    return !critical.contains(hash) && (segment == RiskSegment.CRITICAL || !high.contains(hash));
  }

  private static long hash(String customerId) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (byte b : customerId.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
    }
    return hash;
  }

  /** A set of hashes, complete once it is sorted. */
  private static final class Hashes {
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
    }

    boolean contains(long hash) {
      return Arrays.binarySearch(values, 0, size, hash) >= 0;
    }
  }
}
