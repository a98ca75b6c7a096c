package dev.churn.domain.batch;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.prediction.RiskSegment;
import dev.churn.domain.value.ExpectedLoss;
import dev.churn.domain.value.ForecastError;
import dev.churn.domain.value.RiskSums;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the answers of a batch sum up to, in parts by risk segment and state of the customer.
 *
 * @param parts the sums over active customers in the order of {@link RiskSegment}, then those over
 *     lapsed customers; customers whose state is not known count as active
 * @param error how far the predictions of the batch's champion lie from what happens
 */
public record SegmentSums(List<RiskSums> parts, ForecastError error) {
  private static final int SEGMENTS = RiskSegment.values().length;

  /** The number of parts. */
  public static final int PARTS = 2 * SEGMENTS;

  public SegmentSums {
    parts = List.copyOf(parts);
    requireNonNull(error, "error");
    if (parts.size() != PARTS) {
      throw new IllegalArgumentException(
          "expected %d parts, found %d".formatted(PARTS, parts.size()));
    }
  }

  /** Adds up answers. For one thread. */
  public static final class Counter {
    private final List<RiskSums> parts = new ArrayList<>();

    /** Begins with no answers. */
    public Counter() {
      for (int part = 0; part < PARTS; part++) {
        parts.add(RiskSums.NONE);
      }
    }

    public void add(CustomerPrediction answer) {
      int part = part(answer.probability().segment(), answer.isLapsed());
      parts.set(part, parts.get(part).plus(answer.sums()));
    }

    /** {@return the sums over the answers that were added} */
    public SegmentSums sums(ForecastError error) {
      return new SegmentSums(parts, error);
    }
  }

  /** {@return the place of a part among the parts} */
  public static int part(RiskSegment segment, boolean isLapsed) {
    return segment.ordinal() + (isLapsed ? SEGMENTS : 0);
  }

  /** {@return the sums with those of other parts added, in the same order} */
  public SegmentSums plus(List<RiskSums> others) {
    List<RiskSums> sums = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      sums.add(parts.get(part).plus(others.get(part)));
    }
    return new SegmentSums(sums, error);
  }

  /** {@return the sums over the customers of a segment, or of all, in some states} */
  public RiskSums of(Optional<RiskSegment> segment, Include include) {
    RiskSums sums = RiskSums.NONE;
    for (RiskSegment other : RiskSegment.values()) {
      if (segment.isEmpty() || segment.get() == other) {
        sums = include == Include.LAPSED ? sums : sums.plus(parts.get(part(other, false)));
        sums = include == Include.ACTIVE ? sums : sums.plus(parts.get(part(other, true)));
      }
    }
    return sums;
  }

  /** {@return what the customers of a segment, or all, in some states sum up to} */
  public ExpectedLoss expected(Optional<RiskSegment> segment, Include include) {
    return ExpectedLoss.of(of(segment, include), error);
  }
}
