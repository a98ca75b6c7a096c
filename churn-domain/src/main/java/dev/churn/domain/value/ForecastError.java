package dev.churn.domain.value;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.CutResult;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.statistics.StudentT;
import java.util.List;
import java.util.Optional;

/**
 * How far the sums of a model's predictions lie from what happens, for the 95 % intervals of {@link
 * RiskSums}. Customers churn and spend independently of each other, and beside it all predictions
 * of a day are off together, by season and drift: each log-odds by δ, each spend by a factor. The
 * variances of both parts add up; the quantile is that of Student's distribution with the degrees
 * of freedom of the sum (Satterthwaite, Biometrics Bulletin 2(6), 1946).
 *
 * @param churn the variance τ² of δ
 * @param spend the errors of what customers would spend if kept
 */
public record ForecastError(DayToDay churn, SpendError spend) {
  /** Prior standard deviation of δ; from the benchmark {@code sums}. */
  public static final double CHURN_DEVIATION = 0.25;

  public ForecastError {
    requireNonNull(churn, "churn");
    requireNonNull(spend, "spend");
  }

  /**
   * {@return the error of the predictions of a model}
   *
   * @param evaluation its results; those at other customers of the same day tell nothing about days
   */
  public static ForecastError of(Evaluation evaluation, SpendError spend) {
    boolean isOutOfTime = evaluation.scope().method() == EvaluationMethod.OUT_OF_TIME;
    return new ForecastError(ofChurn(isOutOfTime ? evaluation.cuts() : List.of()), spend);
  }

  /**
   * {@return the shift of all log-odds at a later day, by results out of time}
   *
   * <p>With n customers, promised churn rate m, seen rate r and Brier score b of a cut, the
   * log-odds were off by (r − m)/b, with the sampling variance 1/(n·b), since b is about the mean
   * of p·(1 − p), the slope of m. The mean of the squares less the sampling is shrunk towards a
   * prior; a cut counts less the more sampling hides it, as (τ₀² / (τ₀² + sampling))².
   *
   * @param cuts the results, of models that had not learned these outcomes; may be empty
   */
  static DayToDay ofChurn(List<CutResult> cuts) {
    double prior = CHURN_DEVIATION * CHURN_DEVIATION;
    double degrees = DayToDay.PRIOR_DEGREES;
    double sum = degrees * prior;
    for (CutResult cut : cuts) {
      double sampling = 1 / (cut.customers() * cut.brier());
      double shift = cut.promisedMinusSeen() / cut.brier();
      if (Double.isFinite(sampling) && Double.isFinite(shift)) {
        double share = prior / (prior + sampling);
        double weight = share * share;
        sum += weight * (shift * shift - sampling);
        degrees += weight;
      }
    }
    return new DayToDay(Math.max(0, sum / degrees), degrees);
  }

  /**
   * {@return the expected number of churners} With S = Σ p of n customers and V = Σ p·(1 − p), the
   * variance is V + τ²·V². The error of the day is symmetric in the log-odds of S/n, those of the
   * customers in their number; the distances of both ends from S are added in squares (Zou and
   * Donner, Statistics in Medicine 27(10), 2008). The interval is rounded outwards to whole
   * customers, within [0, n]. In log-odds the customers' part would grow without limit where hardly
   * anybody churns or stays.
   */
  public Estimate churners(RiskSums sums) {
    double n = sums.customers();
    double expected = Math.max(0, Math.min(n, sums.churners()));
    double stays = n - expected;
    if (!(expected > 0 && stays > 0)) {
      return new Estimate(expected, Math.floor(expected), Math.ceil(expected));
    }
    double shared = churn.variance() * sums.churnVariance() * sums.churnVariance();
    double independent = Math.max(0, sums.churnVariance());
    double variance = independent + shared;
    double quantile = StudentT.quantile975(freedom(variance, shared * shared / churn.degrees()));
    double margin = quantile * Math.sqrt(shared) * n / (expected * stays);
    double logOdds = Math.log(expected / stays);
    double own = quantile * Math.sqrt(independent);
    double below = Math.hypot(expected - n * rate(logOdds - margin), own);
    double above = Math.hypot(n * rate(logOdds + margin) - expected, own);
    return new Estimate(
        expected,
        Math.max(0, Math.floor(expected - below)),
        Math.min(n, Math.ceil(expected + above)));
  }

  private static double rate(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /**
   * {@return the expected value at risk: what churners would have spent if kept; empty if the value
   * of no customer is known}
   *
   * <p>With w = v/p, c² the own variance of a customer's spend over w², and γ² the variance of the
   * logarithm of what all spend together, the variance is Σ p·(1 − p)·w² + c²·Σ p·w² + τ²·(Σ v·(1 −
   * p))² + γ²·(Σ v)². The lower end is V − t·s, but not below 0; the upper one V·exp(t·√ln(1 +
   * s²/V²)), that of a lognormal distribution with the same mean and variance around V, since sums
   * of money are skewed to the right.
   */
  public Optional<Estimate> valueAtRisk(RiskSums sums) {
    double value = sums.value();
    if (sums.valued() <= 0) {
      return Optional.empty();
    }
    if (!(value > 0)) {
      return Optional.of(new Estimate(0, 0, 0));
    }
    double ofChurn = churn.variance() * sums.valueSlope() * sums.valueSlope();
    double ofSpend = spend.ofDay().variance() * value * value;
    double independent = (1 + spend.ofCustomer()) * sums.keptSquares() - sums.valueSquares();
    double variance = Math.max(0, independent) + ofChurn + ofSpend;
    double quantile =
        StudentT.quantile975(
            freedom(
                variance,
                ofChurn * ofChurn / churn.degrees() + ofSpend * ofSpend / spend.ofDay().degrees()));
    double relative = Math.sqrt(variance) / value;
    return Optional.of(
        new Estimate(
            value,
            value * Math.max(0, 1 - quantile * relative),
            value * Math.exp(quantile * Math.sqrt(Math.log1p(relative * relative)))));
  }

  /** {@return the degrees of freedom of a sum of variances} */
  private static int freedom(double variance, double squaresOverDegrees) {
    double freedom = variance * variance / squaresOverDegrees; // infinite without a shared part
    return (int) Math.max(1, Math.min(1e6, Math.floor(freedom)));
  }
}
