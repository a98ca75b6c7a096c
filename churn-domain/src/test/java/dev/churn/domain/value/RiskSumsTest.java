package dev.churn.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.prediction.ChurnProbability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskSumsTest {
  private static RiskSums customer(double probability, double value) {
    return RiskSums.of(new ChurnProbability(probability), OptionalDouble.of(value));
  }

  @Test
  void customers_add_up() {
    RiskSums sums =
        customer(0.25, 10)
            .plus(customer(0.5, 30))
            .plus(RiskSums.of(new ChurnProbability(0.5), OptionalDouble.empty()));

    assertThat(sums.customers()).isEqualTo(3);
    assertThat(sums.churners()).isEqualTo(1.25);
    assertThat(sums.churnVariance()).isEqualTo(0.1875 + 0.25 + 0.25);
    assertThat(sums.valued()).isEqualTo(2);
    assertThat(sums.value()).isEqualTo(40);
    assertThat(sums.valueSlope()).isEqualTo(7.5 + 15);
    assertThat(sums.valueSquares()).isEqualTo(100 + 900);
    assertThat(sums.keptSquares()).isEqualTo(400 + 1800); // 1/4 · 40² + 1/2 · 60²
  }

  @Test
  void nobody_without_a_probability_has_a_value_at_risk() {
    assertThat(customer(0, 0)).isEqualTo(new RiskSums(1, 0, 0, 1, 0, 0, 0, 0));
  }

  @Test
  void a_value_without_a_probability_does_not_divide_by_zero() {
    assertThat(customer(0, 5)).isEqualTo(new RiskSums(1, 0, 0, 1, 5, 5, 25, 0));
  }

  @Test
  void the_sums_are_the_same_in_any_order_and_split_anywhere() {
    var random = new Random(3);
    for (int run = 0; run < 100; run++) {
      List<RiskSums> customers = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(40); i++) {
        customers.add(
            RiskSums.of(
                new ChurnProbability(random.nextDouble()),
                random.nextInt(3) == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(100 * random.nextDouble())));
      }
      RiskSums whole = sum(customers);
      Collections.shuffle(customers, random);
      int cut = random.nextInt(customers.size() + 1);
      RiskSums left = sum(customers.subList(0, cut));
      RiskSums right = sum(customers.subList(cut, customers.size()));

      isClose(left.plus(right), whole);
      isClose(right.plus(left), whole);
      isClose(whole.minus(left), right);
    }
  }

  private static RiskSums sum(List<RiskSums> customers) {
    return customers.stream().reduce(RiskSums.NONE, RiskSums::plus);
  }

  private static void isClose(RiskSums actual, RiskSums expected) {
    assertThat(actual.customers()).isEqualTo(expected.customers());
    assertThat(actual.valued()).isEqualTo(expected.valued());
    assertThat(actual.churners()).isCloseTo(expected.churners(), within(1e-9));
    assertThat(actual.churnVariance()).isCloseTo(expected.churnVariance(), within(1e-9));
    assertThat(actual.value()).isCloseTo(expected.value(), within(1e-7));
    assertThat(actual.valueSlope()).isCloseTo(expected.valueSlope(), within(1e-7));
    assertThat(actual.valueSquares()).isCloseTo(expected.valueSquares(), within(1e-5));
    assertThat(actual.keptSquares())
        .isCloseTo(expected.keptSquares(), within(1e-7 * (1 + expected.keptSquares())));
  }
}
