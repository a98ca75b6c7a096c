package dev.churn.domain.explanation;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmScales;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Describes contributions in the customer's units, compared with the median of the background. */
final class Sentences {
  private static final int MAX_REASONS = 3;

  /** The smallest absolute contribution that counts as a reason. */
  private static final double MIN_CONTRIBUTION = 0.01;

  private final CustomerFigures customer;
  private final List<CustomerFigures> others;

  Sentences(FeatureDefinition definition, List<FeatureVector> background, FeatureVector features) {
    this.customer = new CustomerFigures(features, definition);
    this.others = background.stream().map(other -> new CustomerFigures(other, definition)).toList();
  }

  /** {@return the strongest contributions, the strongest first} */
  List<Reason> reasons(Map<Feature, Double> contributions) {
    return contributions.entrySet().stream()
        .filter(entry -> Math.abs(entry.getValue()) >= MIN_CONTRIBUTION)
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<Feature, Double> entry) -> -Math.abs(entry.getValue()))
                .thenComparing(Map.Entry::getKey))
        .limit(MAX_REASONS)
        .map(entry -> reason(entry.getKey(), entry.getValue()))
        .toList();
  }

  private Reason reason(Feature feature, double contribution) {
    String effect =
        String.format(
            Locale.ROOT,
            "%s the risk by %s",
            contribution > 0 ? "raises" : "lowers",
            String.format(Locale.ROOT, "%.3f", Math.abs(contribution)).replaceFirst("^0", ""));
    return new Reason(feature, contribution, "%s: %s".formatted(sentence(feature), effect));
  }

  private String sentence(Feature feature) {
    return switch (feature) {
      case RECENCY_SCORE -> silence();
      case FREQUENCY_SCORE ->
          "active on %s of the last 90, typically %s"
              .formatted(days(customer.activeDays90()), whole(typical(f -> f.activeDays90())));
      case MONETARY_SCORE -> money();
      case ENGAGEMENT_SCORE ->
          "engagement score of %s of 100, typically %s"
              .formatted(
                  whole(customer.engagementScore()),
                  whole(typical(CustomerFigures::engagementScore)));
      case TENURE_DAYS ->
          "a customer for %s, typically %s"
              .formatted(days(customer.tenureDays()), whole(typical(f -> f.tenureDays())));
      case ACTIVITY_TREND -> trend();
      case AVG_TRANSACTION_VALUE ->
          "%s for an average transaction, typically %s"
              .formatted(
                  amount(customer.averageTransaction()),
                  amount(typical(CustomerFigures::averageTransaction)));
      case DAYS_BETWEEN_TRANSACTIONS -> gap();
    };
  }

  private String silence() {
    if (customer.wasNeverActive()) {
      return "never active";
    }
    String silence =
        customer.isSilentForAYearOrMore()
            ? "silent for a year or more"
            : customer.silentDays() == 0
                ? "active on the very last day"
                : "silent for " + days(customer.silentDays());
    if (customer.cameOnASingleDay()) {
      return silence + " after a single active day";
    }
    return customer.tenureDays() == 0
        ? "active on the very last day for the first time"
        : silence + ", usually back after " + decimal(customer.gapDays());
  }

  private String gap() {
    String typical = decimal(typical(CustomerFigures::gapDays));
    if (customer.cameOnASingleDay() || customer.tenureDays() == 0) {
      return "has not come back in %s, others typically come every %s"
          .formatted(days(customer.tenureDays()), typical);
    }
    return "comes every %s days, typically %s".formatted(decimal(customer.gapDays()), typical);
  }

  private String money() {
    String typical = amount(typical(CustomerFigures::money90));
    if (customer.money90() <= 0) {
      return "no money in the last 90 days, typically " + typical;
    }
    return "%s%s in the last 90 days, typically %s"
        .formatted(
            customer.isMoney90Capped() ? "at least " : "", amount(customer.money90()), typical);
  }

  private String trend() {
    if (customer.silentDays() >= RfmScales.TREND_DAYS) {
      return "no activity over the last 30 days";
    }
    String direction =
        customer.trend() > 0 ? "rising" : customer.trend() < 0 ? "falling" : "steady";
    return "activity is %s over the last 30 days".formatted(direction);
  }

  /** Returns the lower median, so that the value belongs to an actual customer. */
  private double typical(ToDoubleFunction<CustomerFigures> figure) {
    double[] sorted = others.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  private static String days(long days) {
    return days == 1 ? "1 day" : days + " days";
  }

  private static String whole(double number) {
    return Long.toString(Math.round(number));
  }

  /** {@return the number as text, such as 2.5, 3 or 12; tenths appear only for small numbers} */
  private static String decimal(double number) {
    String tenths = String.format(Locale.ROOT, "%.1f", number);
    return number >= 10 || tenths.endsWith(".0") ? whole(number) : tenths;
  }

  /** {@return the amount as text, such as 9.99 or 1250; cents appear only for small amounts} */
  private static String amount(double number) {
    return Math.abs(number) >= 100 ? whole(number) : String.format(Locale.ROOT, "%.2f", number);
  }
}
