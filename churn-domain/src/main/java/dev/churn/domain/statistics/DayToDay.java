package dev.churn.domain.statistics;

/**
 * How much a measure changes from one snapshot to the next beyond the sampling of customers. The
 * differences between neighboring cuts of a rolling origin tell it; where they are few, or sampling
 * hides it, a prior from simulations counts more.
 *
 * @param variance the variance of the measure around its usual value, so that the difference of two
 *     snapshots has twice of it
 * @param degrees how many differences it is worth
 */
public record DayToDay(double variance, double degrees) {
  /** Prior standard deviation of the log-odds of ROC AUC; from the benchmark {@code intervals}. */
  public static final double AREA_DEVIATION = 0.05;

  /** Prior standard deviation of the gain in ROC AUC; from the benchmark {@code intervals}. */
  public static final double GAIN_DEVIATION = 0.008;

  /** How many differences the prior is worth. */
  public static final double PRIOR_DEGREES = 6;

  public DayToDay {
    if (!(variance >= 0 && degrees > 0)) {
      throw new IllegalArgumentException(
          "expected a variance of at least 0 and degrees above 0, found %s, %s"
              .formatted(variance, degrees));
    }
  }

  /**
   * {@return the change that the cuts show}
   *
   * <p>The square of a difference exceeds the two variances of sampling by twice the variance that
   * is looked for, v. The mean of these excesses is shrunk towards the prior v₀. A difference whose
   * sampling hides it counts less, as (2v₀ / (2v₀ + s₁ + s₂))², in proportion to the precision of
   * its square.
   *
   * @param values the measure at each cut, in the order of the days
   * @param sampling the variance of each by sampling; a cut where it is not finite is left out
   * @param priorDeviation square root of v₀, positive
   */
  public static DayToDay of(double[] values, double[] sampling, double priorDeviation) {
    double prior = priorDeviation * priorDeviation;
    double sum = PRIOR_DEGREES * prior;
    double degrees = PRIOR_DEGREES;
    for (int i = 1; i < values.length; i++) {
      double bySampling = sampling[i] + sampling[i - 1];
      double difference = values[i] - values[i - 1];
      if (Double.isFinite(bySampling) && Double.isFinite(difference)) {
        double share = 2 * prior / (2 * prior + bySampling);
        double weight = share * share;
        sum += weight * (difference * difference - bySampling) / 2;
        degrees += weight;
      }
    }
    return new DayToDay(Math.max(0, sum / degrees), degrees);
  }

  /**
   * {@return half the width of the 95 % interval of the measure at a later snapshot with as many
   * customers} The variance is that of sampling at both snapshots and of the change between them;
   * the degrees of freedom are those of the sum (Satterthwaite, Biometrics Bulletin 2(6), 1946).
   *
   * @param sampling the variance by sampling at the present snapshot
   * @param smallerClass the number of customers of the smaller class, at least 2
   */
  public double marginAhead(double sampling, int smallerClass) {
    double bySampling = 2 * sampling;
    double byDays = 2 * variance;
    double total = bySampling + byDays;
    if (total == 0) {
      return 0;
    }
    double freedom =
        total * total / (bySampling * bySampling / (smallerClass - 1) + byDays * byDays / degrees);
    return StudentT.quantile975((int) Math.max(1, Math.min(1e6, Math.floor(freedom))))
        * Math.sqrt(total);
  }
}
