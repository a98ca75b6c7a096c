package dev.churn.domain.value;

import dev.churn.domain.prediction.ChurnProbability;
import java.util.OptionalDouble;

/**
 * What churn probabilities p and values at risk v of customers sum up to, and what the intervals of
 * these sums need. Sums of two parts add up to those of the whole, in any order and split anywhere,
 * up to rounding. A value at risk is p·w, where w is what the customer would spend if kept.
 *
 * @param customers the number of customers
 * @param churners Σ p, the expected number of churners
 * @param churnVariance Σ p·(1 − p), the variance of their number if each churns independently
 * @param valued the number of customers whose value at risk is known
 * @param value Σ v, in the money of the file; this and the following are about those customers
 * @param valueSlope Σ v·(1 − p), by which the value grows with the log-odds of all customers
 * @param valueSquares Σ v²
 * @param keptSquares Σ v²/p = Σ p·w², the expected sum of w² over churners; without those of p = 0
 */
public record RiskSums(
    long customers,
    double churners,
    double churnVariance,
    long valued,
    double value,
    double valueSlope,
    double valueSquares,
    double keptSquares) {
  /** The sums over no customers. */
  public static final RiskSums NONE = new RiskSums(0, 0, 0, 0, 0, 0, 0, 0);

  /** {@return the sums over one customer} */
  public static RiskSums of(ChurnProbability probability, OptionalDouble valueAtRisk) {
    double p = probability.value();
    double v = valueAtRisk.orElse(0);
    return new RiskSums(
        1,
        p,
        p * (1 - p),
        valueAtRisk.isPresent() ? 1 : 0,
        v,
        v * (1 - p),
        v * v,
        p > 0 ? v * v / p : 0);
  }

  /** {@return the sums over the customers of both} */
  public RiskSums plus(RiskSums other) {
    return plus(other, 1);
  }

  /** {@return the sums without the customers of a part} */
  public RiskSums minus(RiskSums part) {
    return plus(part, -1);
  }

  private RiskSums plus(RiskSums other, int sign) {
    return new RiskSums(
        customers + sign * other.customers,
        churners + sign * other.churners,
        churnVariance + sign * other.churnVariance,
        valued + sign * other.valued,
        value + sign * other.value,
        valueSlope + sign * other.valueSlope,
        valueSquares + sign * other.valueSquares,
        keptSquares + sign * other.keptSquares);
  }
}
