package dev.churn.training.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.model.LabeledRows;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.value.GammaGamma;
import dev.churn.domain.value.PurchaseProcess;
import dev.churn.domain.value.SpendError;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SeenReturnsTest {
  private static final int CUSTOMERS = 30;

  /** Of a customer of whom no basket is known, 25 is expected. */
  private static final GammaGamma BASKETS = new GammaGamma(2, 3, 25);

  private static SeenReturns returns(Optional<GammaGamma> baskets) {
    return new SeenReturns(30, new PurchaseProcess(1, 50, 1, 3), baskets);
  }

  /** Customers whose active days lie so far apart, the last ten days ago. */
  private static LabeledRows rows(int customers, double tenure, double gap, double spent) {
    var rows = new LabeledRows();
    for (int i = 0; i < customers; i++) {
      double[] values = new double[FeatureVector.WIDTH];
      values[0] = 100 * (1 - 10 / 365.0); // recency
      values[4] = tenure;
      values[7] = gap;
      values[FurtherFeature.BASKETS.place()] = spent > 0 ? 1 : 0;
      values[FurtherFeature.MEAN_BASKET.place()] = spent;
      rows.add("c" + i, FeatureVector.of(values), false);
    }
    return rows;
  }

  private static void day(SeenReturns returns, int customers, double spent) {
    returns.add(rows(customers, 10, 10, 0), rows(customers, 40, 30, spent));
  }

  @Test
  void spend_differs_between_days_and_between_customers() {
    SeenReturns returns = returns(Optional.of(BASKETS));
    day(returns, CUSTOMERS, 20);
    day(returns, CUSTOMERS, 45);

    // one more active day each, so that no further day was seen; f = (20 + 45)/(25 + 25) = 1.3
    assertThat(returns.excess()).isZero();
    assertThat(returns.spendPerBasket()).isEqualTo(1.3, within(1e-12));
    // 32.5 is expected of each, and all are off by 12.5
    double ofCustomer = 12.5 * 12.5 / (32.5 * 32.5);
    double[] sampling = {ofCustomer / CUSTOMERS, ofCustomer / CUSTOMERS};
    DayToDay change =
        DayToDay.of(
            new double[] {Math.log(20 / 32.5), Math.log(45 / 32.5)},
            sampling,
            SpendError.DAY_DEVIATION);
    SpendError error = returns.spendError();
    assertThat(error.ofCustomer()).isEqualTo(ofCustomer, within(1e-12));
    assertThat(error.ofDay().variance()).isEqualTo(1.5 * change.variance(), within(1e-12));
    assertThat(error.ofDay().degrees()).isEqualTo(change.degrees(), within(1e-12));
    assertThat(change.variance()).isGreaterThan(0.03); // more than the prior says
  }

  @Test
  void few_customers_say_nothing() {
    SeenReturns few = returns(Optional.of(BASKETS));
    day(few, 19, 20);
    SeenReturns withoutAmounts = returns(Optional.empty());
    day(withoutAmounts, CUSTOMERS, 0);

    assertThat(few.spendError()).isEqualTo(SpendError.UNKNOWN);
    assertThat(withoutAmounts.spendError()).isEqualTo(SpendError.UNKNOWN);
    assertThat(returns(Optional.of(BASKETS)).spendError()).isEqualTo(SpendError.UNKNOWN);
  }
}
