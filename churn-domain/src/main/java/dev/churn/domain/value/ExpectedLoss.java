package dev.churn.domain.value;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What some customers are expected to cost by leaving.
 *
 * @param churners the number of churners
 * @param valueAtRisk the sum of their values at risk, of those customers whose value is known;
 *     empty if it is known of none
 */
public record ExpectedLoss(Estimate churners, Optional<Estimate> valueAtRisk) {
  public ExpectedLoss {
    requireNonNull(churners, "churners");
    requireNonNull(valueAtRisk, "valueAtRisk");
  }

  /** {@return the estimates of sums} */
  public static ExpectedLoss of(RiskSums sums, ForecastError error) {
    return new ExpectedLoss(error.churners(sums), error.valueAtRisk(sums));
  }
}
