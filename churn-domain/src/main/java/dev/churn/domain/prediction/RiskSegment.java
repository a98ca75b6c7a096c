package dev.churn.domain.prediction;

/** How urgent a customer is: {@code Low < 0.3 ≤ Medium < 0.5 ≤ High < 0.7 ≤ Critical}. */
public enum RiskSegment {
  LOW("Low"),
  MEDIUM("Medium"),
  HIGH("High"),
  CRITICAL("Critical");

  private final String label;

  RiskSegment(String label) {
    this.label = label;
  }

  /** {@return the segment's name in answers} */
  public String label() {
    return label;
  }

  static RiskSegment of(double probability) {
    if (probability < 0.3) {
      return LOW;
    }
    if (probability < 0.5) {
      return MEDIUM;
    }
    return probability < 0.7 ? HIGH : CRITICAL;
  }
}
