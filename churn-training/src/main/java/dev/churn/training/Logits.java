package dev.churn.training;

/** Between probabilities and log-odds. */
final class Logits {
  private Logits() {}

  static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  static double logOdds(double probability) {
    return Math.log(probability) - Math.log1p(-probability);
  }

  static double clip(double value, double low, double high) {
    return Math.min(high, Math.max(low, value));
  }
}
