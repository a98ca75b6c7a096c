package dev.churn.training;

/** Between probabilities and log-odds. */
final class Logits {
  private Logits() {}

  static double probability(double logOdds) {
    return 1 / (1 + StrictMath.exp(-logOdds));
  }

  static double logOdds(double probability) {
    return StrictMath.log(probability) - StrictMath.log1p(-probability);
  }

  /** {@return minus the logarithm of the probability that belongs to the log-odds} */
  static double loss(double logOdds) {
    return StrictMath.log1p(StrictMath.exp(-Math.abs(logOdds))) + Math.max(0, -logOdds);
  }

  static double clip(double value, double low, double high) {
    return Math.min(high, Math.max(low, value));
  }
}
