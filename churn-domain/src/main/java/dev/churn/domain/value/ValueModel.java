package dev.churn.domain.value;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.prediction.ChurnProbability;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Estimates what a customer is worth within the horizon. It agrees with the churn probability P:
 * with m the active days that the process expects of somebody who is active at all, the customer is
 * active on d = 1 + κ·(m − 1) days if kept, and on (1 − P)·d days if nothing changes; each is worth
 * the customer's mean basket by the gamma-gamma model times a factor f. κ and f make the sums over
 * the training snapshots equal to what was seen.
 *
 * @param horizonDays the horizon, at least 1
 * @param excess κ, at least 0
 * @param baskets the model of baskets; empty if the file has no amounts
 * @param spendPerBasket f, the spend of an active day over the mean basket, at least 0
 * @param error how far spend lies from what is expected
 */
public record ValueModel(
    int horizonDays,
    PurchaseProcess process,
    double excess,
    Optional<GammaGamma> baskets,
    double spendPerBasket,
    SpendError error) {
  /** Creates a model of which the error is not known. */
  public ValueModel(
      int horizonDays,
      PurchaseProcess process,
      double excess,
      Optional<GammaGamma> baskets,
      double spendPerBasket) {
    this(horizonDays, process, excess, baskets, spendPerBasket, SpendError.UNKNOWN);
  }

  public ValueModel {
    requireNonNull(error, "error");
    requireNonNull(process, "process");
    requireNonNull(baskets, "baskets");
    if (horizonDays < 1 || !isFactor(excess) || !isFactor(spendPerBasket)) {
      throw new IllegalArgumentException(
          "expected a horizon and factors from 0 on, found %d, %s, %s"
              .formatted(horizonDays, excess, spendPerBasket));
    }
  }

  private static boolean isFactor(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  /** {@return what is expected of a customer with these features and this churn probability} */
  public CustomerValue of(FeatureVector features, ChurnProbability probability) {
    double days = daysIfKept(features);
    double stays = 1 - probability.value();
    OptionalDouble spend =
        baskets.isPresent()
            ? OptionalDouble.of(days * basket(baskets.get(), features) * spendPerBasket)
            : OptionalDouble.empty();
    return new CustomerValue(
        stays * days,
        spend.isPresent() ? OptionalDouble.of(stays * spend.getAsDouble()) : spend,
        spend.isPresent() ? OptionalDouble.of(probability.value() * spend.getAsDouble()) : spend);
  }

  private double daysIfKept(FeatureVector features) {
    return 1 + excess * (uncorrectedDays(process, features, horizonDays) - 1);
  }

  /** {@return m, at least 1} */
  public static double uncorrectedDays(
      PurchaseProcess process, FeatureVector features, int horizonDays) {
    double tenure = Math.max(0, features.get(Feature.TENURE_DAYS));
    return process.daysIfActive(RfmCounts.activeDays(features), tenure, horizonDays);
  }

  /** {@return the customer's expected mean basket} */
  public static double basket(GammaGamma baskets, FeatureVector features) {
    return baskets.meanBasket(
        features.get(FurtherFeature.BASKETS), features.get(FurtherFeature.MEAN_BASKET));
  }
}
