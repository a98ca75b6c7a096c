package dev.churn.training.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.value.GammaGamma;
import dev.churn.training.math.Gamma;
import dev.churn.training.value.GammaGammaFitter.Baskets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GammaGammaFitterTest {
  @Test
  void the_logarithm_of_the_gamma_function_and_its_slope_are_known() {
    assertThat(Gamma.log(0.5)).isCloseTo(0.5 * Math.log(Math.PI), within(1e-12));
    assertThat(Gamma.log(11)).isCloseTo(Math.log(3_628_800), within(1e-11));
    assertThat(Gamma.digamma(1)).isCloseTo(-0.5772156649015329, within(1e-9));
    assertThat(Gamma.digamma(10)).isCloseTo(2.251752589066721, within(1e-10));
  }

  /** Customers of the parameters that were published for CDNOW: p = 6.25, q = 3.74, v = 15.44. */
  private static List<Baskets> customers(int size) {
    var random = new Random(11);
    List<Baskets> customers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double rate = gamma(3.74, random) / 15.44;
      int count = 1 + random.nextInt(6);
      customers.add(new Baskets(count, gamma(6.25 * count, random) / rate / count));
    }
    return customers;
  }

  /** Marsaglia and Tsang, ACM Transactions on Mathematical Software 26(3), 2000. */
  private static double gamma(double shape, Random random) {
    double d = shape - 1 / 3.0;
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  @Test
  void the_parameters_of_simulated_customers_are_found() {
    List<Baskets> customers = customers(20_000);
    GammaGamma found = GammaGammaFitter.fit(customers).orElseThrow();

    assertThat(found.p()).isCloseTo(6.25, within(0.3));
    assertThat(found.q()).isCloseTo(3.74, within(0.15));
    assertThat(found.v()).isCloseTo(15.44, within(1.2));
    assertThat(found.meanBasket()).isCloseTo(6.25 * 15.44 / 2.74, within(0.6));
    Collections.shuffle(customers, new Random(2));
    assertThat(GammaGammaFitter.fit(customers)).contains(found);
  }

  /** Customers whose mean baskets are lognormal, which has a heavier tail than the model. */
  private static List<Baskets> lognormal(double deviation, int most) {
    var random = new Random(7);
    return Stream.generate(
            () ->
                new Baskets(
                    1 + random.nextInt(most), 50 * Math.exp(deviation * random.nextGaussian())))
        .limit(1500)
        .toList();
  }

  @Test
  void the_mean_of_all_customers_stays_near_that_observed_with_heavy_tails() {
    for (double deviation : new double[] {0.5, 1, 1.5, 2}) {
      for (int most : new int[] {1, 6, 40}) {
        List<Baskets> customers = lognormal(deviation, most);
        double observed = customers.stream().mapToDouble(Baskets::mean).average().orElseThrow();

        assertThat(GammaGammaFitter.fit(customers).orElseThrow().meanBasket())
            .as("deviation %s, %s baskets", deviation, most)
            .isBetween(0.5 * observed, 2 * observed);
      }
    }
  }

  @Test
  void one_price_for_everybody_is_the_mean_basket_of_everybody() {
    List<Baskets> customers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int count = 1 + i % 12;
      customers.add(new Baskets(count, (count * 9.99 + i % 2 * 1e-13) / count)); // rounded sums
    }
    GammaGamma found = GammaGammaFitter.fit(customers).orElseThrow();

    assertThat(found.meanBasket()).isCloseTo(9.99, within(1e-9));
    assertThat(found.meanBasket(7, 9.99)).isCloseTo(9.99, within(1e-9));
    assertThat(found.meanBasket(3, 19.99)).isCloseTo(19.99, within(0.01));
  }

  @Test
  void too_few_customers_give_no_model() {
    assertThat(GammaGammaFitter.fit(customers(GammaGammaFitter.FEWEST - 1))).isEmpty();
    assertThat(GammaGammaFitter.fit(Collections.nCopies(100, new Baskets(0, 0)))).isEmpty();
  }
}
