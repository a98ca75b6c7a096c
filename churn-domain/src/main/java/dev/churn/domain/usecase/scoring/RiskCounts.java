package dev.churn.domain.usecase.scoring;

import dev.churn.domain.batch.RiskDistribution;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.prediction.RiskSegment;

/** Counts and averages probabilities. For one thread. */
final class RiskCounts {
  private final long[] counts = new long[RiskSegment.values().length];
  private double sum;

  void add(ChurnProbability probability) {
    counts[probability.segment().ordinal()]++;
    sum += probability.value();
  }

  /** {@return the number of probabilities in each segment} */
  RiskDistribution risks() {
    return new RiskDistribution(
        counts[RiskSegment.LOW.ordinal()],
        counts[RiskSegment.MEDIUM.ordinal()],
        counts[RiskSegment.HIGH.ordinal()],
        counts[RiskSegment.CRITICAL.ordinal()]);
  }

  /** {@return the mean, or 0 if there is no probability} */
  double average() {
    long total = risks().total();
    return total == 0 ? 0 : Math.min(1.0, sum / total); // rounding errors in the sum may exceed 1
  }
}
