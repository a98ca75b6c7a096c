package dev.churn.domain.batch;

import dev.churn.domain.prediction.RiskSegment;

/** The number of customers in each segment. */
public record RiskDistribution(long low, long medium, long high, long critical) {
  /** Zero customers in every segment. */
  public static final RiskDistribution NONE = new RiskDistribution(0, 0, 0, 0);

  public RiskDistribution {
    if (low < 0 || medium < 0 || high < 0 || critical < 0) {
      throw new IllegalArgumentException(
          "expected counts, found %d, %d, %d, %d".formatted(low, medium, high, critical));
    }
  }

  public long of(RiskSegment segment) {
    return switch (segment) {
      case LOW -> low;
      case MEDIUM -> medium;
      case HIGH -> high;
      case CRITICAL -> critical;
    };
  }

  /** {@return the counts without those of a part} */
  public RiskDistribution minus(RiskDistribution part) {
    return new RiskDistribution(
        low - part.low, medium - part.medium, high - part.high, critical - part.critical);
  }

  public long total() {
    return low + medium + high + critical;
  }
}
