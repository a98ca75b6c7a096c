package dev.churn.training.math;

/** Converts between probabilities and log-odds. */
public final class Logits {
  private Logits() {}

  public static double probability(double logOdds) {
    return 1 / (1 + StrictMath.exp(-logOdds));
  }

  public static double logOdds(double probability) {
    return StrictMath.log(probability) - StrictMath.log1p(-probability);
  }

  /** {@return the negative logarithm of the probability with these log-odds} */
  public static double loss(double logOdds) {
    return StrictMath.log1p(StrictMath.exp(-Math.abs(logOdds))) + Math.max(0, -logOdds);
  }

  public static double clip(double value, double low, double high) {
    return Math.min(high, Math.max(low, value));
  }
}
