package dev.churn.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.prediction.ChurnProbability;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueModelTest {
  /** The parameters that Fader and Hardie published for CDNOW. */
  private static final GammaGamma CDNOW = new GammaGamma(6.25, 3.74, 15.44);

  @Test
  void a_mean_basket_is_drawn_towards_that_of_all_customers() {
    // 6.25 · 15.44 / 2.74 = 35.219; 6.25 · (15.44 + 2 · 50) / (12.5 + 2.74) = 47.342
    assertThat(CDNOW.meanBasket()).isCloseTo(35.219, within(0.001));
    assertThat(CDNOW.meanBasket(2, 50)).isCloseTo(47.342, within(0.001));
    assertThat(CDNOW.meanBasket(1000, 50)).isCloseTo(50, within(0.01));
    assertThat(CDNOW.meanBasket(0, 0)).isEqualTo(CDNOW.meanBasket());
    assertThat(CDNOW.meanBasket(3, -5)).isEqualTo(CDNOW.meanBasket());
  }

  @Test
  void active_days_of_somebody_who_is_active_are_those_of_simulated_customers() {
    var process = new PurchaseProcess(2, 20, 1, 4);
    var random = new Random(3);
    long days = 0;
    long active = 0;
    for (int i = 0; i < 400_000; i++) {
      double rate = gamma(2 + 3, random) / (20 + 50); // three returns in 50 days
      double x = gamma(1, random);
      double dropout = x / (x + gamma(4 + 4, random)); // stayed after four active days
      int count = 0;
      for (double t = exponential(rate, random); t <= 30; t += exponential(rate, random)) {
        count++;
        if (random.nextDouble() < dropout) {
          break;
        }
      }
      days += count;
      active += count > 0 ? 1 : 0;
    }

    assertThat(process.daysIfActive(4, 50, 30)).isCloseTo((double) days / active, within(0.01));
  }

  private static double exponential(double rate, Random random) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }

  private static double gamma(int shape, Random random) {
    double sum = 0;
    for (int i = 0; i < shape; i++) {
      sum += exponential(1, random);
    }
    return sum;
  }

  /** The formula of {@link PurchaseProcess#daysIfActive} in 20,000 steps of ln π. */
  private static double integrated(
      double[] parameters, double activeDays, double tenure, double horizon) {
    double shape = parameters[0] + activeDays - 1;
    double passing = horizon / (parameters[1] + tenure);
    double a = parameters[2];
    double peak = Math.log(a / (a + parameters[3] + activeDays));
    double lowest = peak - 3 / Math.sqrt(a) - 20 / a;
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < 20_000; i++) {
      double log = lowest * (1 - (i + 0.5) / 20_000);
      double dropout = Math.exp(log);
      double weight =
          Math.exp(a * (log - peak) + (parameters[3] + activeDays - 1) * Math.log1p(-dropout));
      weights += weight;
      sum += weight * -Math.expm1(-shape * Math.log1p(dropout * passing)) / dropout;
    }
    return sum / weights / -Math.expm1(-shape * Math.log1p(passing));
  }

  @Test
  void active_days_are_those_of_a_fine_integration_for_any_parameters() {
    for (double a : new double[] {0.05, 0.1, 0.5, 1, 1.5, 2, 3, 5, 50}) {
      for (double b : new double[] {0.1, 2, 20, 300}) {
        double[] parameters = {0.8, 30, a, b};
        var process = new PurchaseProcess(0.8, 30, a, b);
        for (int x : new int[] {0, 1, 5, 30, 299, 1000}) {
          for (double tenure : new double[] {x, 700 + x}) {
            for (double horizon : new double[] {1, 30, 365}) {
              assertThat(process.daysIfActive(x + 1, tenure, horizon))
                  .as("a %s, b %s, x %s, T %s, H %s", a, b, x, tenure, horizon)
                  .isCloseTo(integrated(parameters, x + 1, tenure, horizon), withinPercentage(0.5));
            }
          }
        }
      }
    }
    assertThat(new PurchaseProcess(0.8, 30, 1.5, 10).daysIfActive(300, 700, 90))
        .isCloseTo(33.96, within(0.05));
    assertThat(new PurchaseProcess(0.8, 30, 3, 40).daysIfActive(300, 700, 90))
        .isCloseTo(31.73, within(0.05));
  }

  /** A customer with one active day ten days ago and one basket of 80. */
  private static FeatureVector customer(double baskets, double mean) {
    double[] values = new double[FeatureVector.WIDTH];
    values[0] = 100 * (1 - 10 / 365.0); // recency
    values[4] = 10; // tenure
    values[7] = 10; // gap
    values[FurtherFeature.BASKETS.place()] = baskets;
    values[FurtherFeature.MEAN_BASKET.place()] = mean;
    return FeatureVector.of(values);
  }

  @Test
  void value_agrees_with_the_probability() {
    var model = new ValueModel(90, new PurchaseProcess(1, 50, 1, 3), 0.5, Optional.of(CDNOW), 1.25);
    double uncorrected = model.process().daysIfActive(1, 10, 90);
    double days = 1 + 0.5 * (uncorrected - 1);
    double spend = days * CDNOW.meanBasket(1, 80) * 1.25;

    CustomerValue value = model.of(customer(1, 80), new ChurnProbability(0.75));

    assertThat(uncorrected).isGreaterThan(1);
    assertThat(value.expectedActivity()).isCloseTo(0.25 * days, within(1e-12));
    assertThat(value.expectedSpend().orElseThrow()).isCloseTo(0.25 * spend, within(1e-9));
    assertThat(value.valueAtRisk().orElseThrow()).isCloseTo(0.75 * spend, within(1e-9));
    assertThat(model.of(customer(1, 80), new ChurnProbability(1)).expectedActivity()).isZero();
  }

  @Test
  void without_amounts_only_activity_is_expected() {
    var model = new ValueModel(90, new PurchaseProcess(1, 50, 1, 3), 1, Optional.empty(), 1);

    CustomerValue value = model.of(customer(0, 0), new ChurnProbability(0.5));

    assertThat(value.expectedActivity()).isPositive();
    assertThat(value.expectedSpend()).isEmpty();
    assertThat(value.valueAtRisk()).isEmpty();
  }

  @Test
  void nobody_who_is_active_has_less_than_one_day() {
    double[] small = {1e-6, 1, 100, 1e6};
    for (double r : small) {
      for (double a : small) {
        var process = new PurchaseProcess(r, 10, a, 1);
        assertThat(Arrays.stream(small).map(t -> process.daysIfActive(1, t, 30)).boxed())
            .allMatch(days -> days >= 1 && days < Double.POSITIVE_INFINITY);
      }
    }
  }
}
