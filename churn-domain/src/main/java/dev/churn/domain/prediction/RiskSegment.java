package dev.churn.domain.prediction;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;

/** The risk segment of a customer: {@code Low < 0.3 ≤ Medium < 0.5 ≤ High < 0.7 ≤ Critical}. */
public enum RiskSegment {
  LOW("Low", 0.0),
  MEDIUM("Medium", 0.3),
  HIGH("High", 0.5),
  CRITICAL("Critical", 0.7);

  private final String label;
  private final double from;

  RiskSegment(String label, double from) {
    this.label = label;
    this.from = from;
  }

  /** {@return the lowest probability in this segment} */
  public double from() {
    return from;
  }

  /** {@return the lowest probability above this segment, or infinity if there is none} */
  public double to() {
    return this == CRITICAL ? Double.POSITIVE_INFINITY : values()[ordinal() + 1].from;
  }

  /**
   * {@return the segment with this name, in upper or lower case}
   *
   * @throws ChurnException with {@link ErrorCode#INVALID_INPUT} if there is no such segment
   */
  public static RiskSegment parse(String label) {
    for (RiskSegment segment : values()) {
      if (segment.label.equalsIgnoreCase(label)) {
        return segment;
      }
    }
    throw new ChurnException(
        ErrorCode.INVALID_INPUT,
        "risk segment: expected one of Low, Medium, High, Critical, found '%s'".formatted(label));
  }

  /** {@return the segment's name in responses} */
  public String label() {
    return label;
  }

  static RiskSegment of(double probability) {
    if (probability < MEDIUM.from) {
      return LOW;
    }
    if (probability < HIGH.from) {
      return MEDIUM;
    }
    return probability < CRITICAL.from ? HIGH : CRITICAL;
  }
}
