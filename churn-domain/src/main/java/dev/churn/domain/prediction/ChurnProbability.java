package dev.churn.domain.prediction;

/** The probability, in [0, 1], that a customer churns within the horizon; never NaN. */
public record ChurnProbability(double value) {
  /** The probability of a customer who has left already. */
  public static final ChurnProbability CERTAIN = new ChurnProbability(1);

  public ChurnProbability {
    if (!(value >= 0.0 && value <= 1.0)) { // negated, so that NaN fails too
      throw new IllegalArgumentException("churn probability must be in [0, 1], was " + value);
    }
  }

  public RiskSegment segment() {
    return RiskSegment.of(value);
  }
}
