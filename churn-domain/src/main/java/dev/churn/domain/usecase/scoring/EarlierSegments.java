package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.CustomerHash;
import dev.churn.domain.batch.PredictionBatch;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.port.PredictionBatches;
import dev.churn.domain.prediction.RiskSegment;
import java.util.Optional;

/**
 * The customers who were at high or critical risk in the batch before. It keeps only a hash for
 * each; that two customers share one is so unlikely that an error matters less than the memory,
 * since it decides only whether a customer is explained.
 */
final class EarlierSegments {
  private final boolean isKnown;
  private final CustomerHashes high;
  private final CustomerHashes critical;
  private final CustomerHash hash = new CustomerHash();

  private EarlierSegments(boolean isKnown, CustomerHashes high, CustomerHashes critical) {
    this.isKnown = isKnown;
    this.high = high;
    this.critical = critical;
  }

  /** {@return the segments of the completed batch that comes before a batch, if there is one} */
  static EarlierSegments before(PredictionBatches batches, PredictionBatch batch) {
    OrganizationId organization = batch.organizationId();
    Optional<PredictionBatch> before = batches.findBefore(organization, batch.id());
    var high = new CustomerHashes();
    var critical = new CustomerHashes();
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
}
