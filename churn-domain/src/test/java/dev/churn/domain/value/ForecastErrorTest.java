package dev.churn.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.CutResult;
import dev.churn.domain.prediction.ChurnProbability;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.statistics.Interval;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForecastErrorTest {
  private static final double Z = 1.959963984540054;

  /** An error of which so much is known that the quantile is that of the normal distribution. */
  private static ForecastError error(double churn, double spend, double ofCustomer) {
    return new ForecastError(
        new DayToDay(churn, 1e9), new SpendError(new DayToDay(spend, 1e9), ofCustomer));
  }

  private static RiskSums same(int customers, double probability, double value) {
    RiskSums sums = RiskSums.NONE;
    for (int i = 0; i < customers; i++) {
      sums = sums.plus(RiskSums.of(new ChurnProbability(probability), OptionalDouble.of(value)));
    }
    return sums;
  }

  @Test
  void churners_vary_independently_and_together() {
    // 100 customers of 1/2: V = 25. Each by itself: ±1.96·√25 = 9.80. All together, τ = .2: the
    // log-odds of the rate have the slope 100/(50·50) = .04, their margin is 1.96·.2·25·.04 = .392,
    // and 100/(1 + e^∓.392) = 59.68, 40.32, ±9.68. Both: √(9.80² + 9.68²) = 13.77
    Estimate churners = error(0.04, 0, 0).churners(same(100, 0.5, 1));

    assertThat(churners).isEqualTo(new Estimate(50, 36, 64));
    // without a shared error 50 ± 9.80
    assertThat(error(0, 0, 0).churners(same(100, 0.5, 1))).isEqualTo(new Estimate(50, 40, 60));
  }

  @Test
  void nobody_is_expected_to_lose_more_customers_than_there_are() {
    Estimate one = error(0.2, 0, 0).churners(same(1, 0.7, 1));

    assertThat(one).isEqualTo(new Estimate(0.7, 0, 1));
    assertThat(error(0.2, 0, 0).churners(RiskSums.NONE)).isEqualTo(new Estimate(0, 0, 0));
    assertThat(error(0.2, 0, 0).churners(same(3, 1, 1))).isEqualTo(new Estimate(3, 3, 3));
  }

  @Test
  void hardly_anyone_of_loyal_customers_leaves_and_hardly_anyone_of_lost_ones_stays() {
    // Poisson with a mean of .05 exceeds 1 once in 800 times
    assertThat(error(0.0625, 0, 0).churners(same(50, 0.001, 1)))
        .satisfies(
            loyal -> {
              assertThat(loyal.low()).isZero();
              assertThat(loyal.high()).isEqualTo(1);
            });
    assertThat(error(0.0625, 0, 0).churners(same(200, 0.9999, 1)))
        .satisfies(
            lost -> {
              assertThat(lost.low()).isEqualTo(199);
              assertThat(lost.high()).isEqualTo(200);
            });
  }

  @Test
  void intervals_of_few_or_nearly_certain_customers_hold_and_stay_narrow() {
    var random = new Random(8);
    double deviation = 0.25;
    ForecastError error = error(deviation * deviation, 0, 0);
    for (double typical : new double[] {-7, -4, -1, 2, 5, 8}) {
      for (int customers : new int[] {5, 50, 400}) {
        int held = 0;
        double width = 0;
        double spread = 0;
        int runs = 500;
        for (int run = 0; run < runs; run++) {
          double shift = deviation * random.nextGaussian();
          RiskSums sums = RiskSums.NONE;
          int churners = 0;
          for (int i = 0; i < customers; i++) {
            double logOdds = typical + random.nextGaussian();
            sums =
                sums.plus(
                    RiskSums.of(
                        new ChurnProbability(1 / (1 + Math.exp(-logOdds))),
                        OptionalDouble.empty()));
            churners += random.nextDouble() < 1 / (1 + Math.exp(-logOdds - shift)) ? 1 : 0;
          }
          Estimate estimate = error.churners(sums);
          held += holds(estimate, churners) ? 1 : 0;
          width += estimate.high() - estimate.low();
          double v = sums.churnVariance();
          spread += Math.sqrt(v + deviation * deviation * v * v);
        }
        assertThat(held)
            .as("%d customers, log-odds about %s", customers, typical)
            .isGreaterThanOrEqualTo(runs * 93 / 100);
        // 3.92 standard deviations and at most two customers by rounding
        assertThat(width / runs).isLessThan(4.1 * spread / runs + 2);
      }
    }
  }

  @Test
  void value_at_risk_varies_with_churn_and_with_spend() {
    // 100 customers of 1/2 and v = 2, so w = 4: p(1 − p)w² = 4, c²pw² = .5·8 = 4, together 800;
    // τ²(Σv(1 − p))² = .04·100² = 400; γ²·200² = .01·40000 = 400; variance 1600
    Estimate value = error(0.04, 0.01, 0.5).valueAtRisk(same(100, 0.5, 2)).orElseThrow();

    assertThat(value.value()).isEqualTo(200, within(1e-9));
    assertThat(value.low()).isEqualTo(200 - Z * 40, within(1e-3));
    assertThat(value.high()).isEqualTo(200 * Math.exp(Z * Math.sqrt(Math.log(1.04))), within(1e-3));
  }

  @Test
  void value_at_risk_of_few_customers_may_be_nothing() {
    Estimate value = error(0.04, 0.01, 0.5).valueAtRisk(same(1, 0.5, 2)).orElseThrow();

    assertThat(value.low()).isZero();
    assertThat(value.high()).isGreaterThan(4);
    assertThat(
            error(0, 0, 0)
                .valueAtRisk(RiskSums.of(new ChurnProbability(0.5), OptionalDouble.empty())))
        .isEmpty();
    assertThat(error(0, 0, 0).valueAtRisk(same(2, 0, 0))).contains(new Estimate(0, 0, 0));
  }

  @Test
  void few_known_days_widen_the_interval_as_far_as_the_shared_error_counts() {
    var unsure = new ForecastError(new DayToDay(0.04, 4), SpendError.UNKNOWN);
    RiskSums sums = same(100, 0.5, 1);

    // half of the variance is shared: freedom 50²/(25²/4) = 16, t = 2.120
    double together = 50 - 100 / (1 + Math.exp(2.120 * 0.2 * 25 * 0.04));
    assertThat(unsure.churners(sums).low())
        .isEqualTo(Math.floor(50 - Math.hypot(2.120 * 5, together)));
  }

  private static CutResult cut(int customers, double predicted, double seen, double brier) {
    return new CutResult(
        LocalDate.parse("2024-01-31"),
        customers,
        seen,
        predicted,
        0.8,
        new Interval(0.7, 0.9),
        0.5,
        brier,
        0.05,
        List.of());
  }

  @Test
  void cuts_tell_the_shift_of_a_day_as_far_as_sampling_does_not_hide_it() {
    double prior = ForecastError.CHURN_DEVIATION * ForecastError.CHURN_DEVIATION;
    double sampling = 1 / (500 * 0.2);
    double share = prior / (prior + sampling);
    double weight = share * share;

    DayToDay churn = ForecastError.ofChurn(List.of(cut(500, 0.3, 0.4, 0.2)));

    // the log-odds were off by .1/.2
    double degrees = DayToDay.PRIOR_DEGREES + weight;
    assertThat(churn.degrees()).isEqualTo(degrees, within(1e-12));
    assertThat(churn.variance())
        .isEqualTo(
            (DayToDay.PRIOR_DEGREES * prior + weight * (0.25 - sampling)) / degrees, within(1e-12));
    assertThat(ForecastError.ofChurn(List.of()))
        .isEqualTo(new DayToDay(prior, DayToDay.PRIOR_DEGREES));
    assertThat(ForecastError.ofChurn(List.of(cut(500, 0, 0, 0))))
        .isEqualTo(ForecastError.ofChurn(List.of()));
  }

  @Test
  void intervals_hold_as_often_as_they_say_where_days_vary_as_they_say() {
    var random = new Random(6);
    double deviation = 0.3;
    double spendDeviation = 0.15;
    double ownDeviation = 0.8; // of a lognormal spend, so that c² = e^.64 − 1
    ForecastError error =
        error(
            deviation * deviation,
            spendDeviation * spendDeviation,
            Math.expm1(ownDeviation * ownDeviation));
    int churnersHeld = 0;
    int valuesHeld = 0;
    int runs = 1000;
    for (int run = 0; run < runs; run++) {
      double shift = deviation * random.nextGaussian();
      double factor = Math.exp(spendDeviation * random.nextGaussian());
      RiskSums sums = RiskSums.NONE;
      int churners = 0;
      double lost = 0;
      for (int i = 0; i < 300; i++) {
        double logOdds = 1.5 * random.nextGaussian() - 1;
        double probability = 1 / (1 + Math.exp(-logOdds));
        double kept = Math.exp(3 + random.nextGaussian());
        sums =
            sums.plus(
                RiskSums.of(
                    new ChurnProbability(probability), OptionalDouble.of(probability * kept)));
        if (random.nextDouble() < 1 / (1 + Math.exp(-logOdds - shift))) {
          churners++;
          double own = ownDeviation * random.nextGaussian() - ownDeviation * ownDeviation / 2;
          lost += kept * factor * Math.exp(own);
        }
      }
      churnersHeld += holds(error.churners(sums), churners) ? 1 : 0;
      valuesHeld += holds(error.valueAtRisk(sums).orElseThrow(), lost) ? 1 : 0;
    }
    assertThat(churnersHeld).isBetween(runs * 93 / 100, runs * 985 / 1000);
    assertThat(valuesHeld).isBetween(runs * 92 / 100, runs * 985 / 1000);
  }

  private static boolean holds(Estimate estimate, double seen) {
    return estimate.low() <= seen && seen <= estimate.high();
  }
}
