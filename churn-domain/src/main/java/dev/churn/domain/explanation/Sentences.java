package dev.churn.domain.explanation;

import static dev.churn.domain.explanation.NumberTexts.amount;
import static dev.churn.domain.explanation.NumberTexts.days;
import static dev.churn.domain.explanation.NumberTexts.decimal;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.RfmScales;
import dev.churn.domain.feature.TypeFeature;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Describes contributions in the customer's units, compared with the customer's own habit or with
 * the median of the background. A contribution is described only where the comparison points the
 * same way: a short silence is no reason for a higher risk, although a model may take it for one
 * together with other features.
 */
final class Sentences {
  private static final int MAX_REASONS = 3;

  /** The smallest absolute contribution that counts as a reason. */
  private static final double MIN_CONTRIBUTION = 0.01;

  private final CustomerFigures customer;
  private final List<CustomerFigures> others;
  private final TypeSentences types;

  /**
   * @param probability the model's probability for a vector
   */
  Sentences(
      ToDoubleFunction<FeatureVector> probability,
      FeatureDefinition definition,
      List<FeatureVector> background,
      FeatureVector features) {
    this.types = new TypeSentences(probability, definition, background, features);
    this.customer = new CustomerFigures(features, definition);
    this.others = background.stream().map(other -> new CustomerFigures(other, definition)).toList();
  }

  /** {@return the strongest contributions that can be described, the strongest first} */
  List<Reason> reasons(Map<Feature, Double> contributions) {
    return contributions.entrySet().stream()
        .filter(entry -> Math.abs(entry.getValue()) >= MIN_CONTRIBUTION)
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<Feature, Double> entry) -> -Math.abs(entry.getValue()))
                .thenComparing(Map.Entry::getKey))
        .flatMap(entry -> reason(entry.getKey(), entry.getValue()).stream())
        .limit(MAX_REASONS)
        .toList();
  }

  private Optional<Reason> reason(Feature feature, double contribution) {
    String effect =
        String.format(
            Locale.ROOT,
            "%s the risk by %s",
            contribution > 0 ? "raises" : "lowers",
            String.format(Locale.ROOT, "%.3f", Math.abs(contribution)).replaceFirst("^0", ""));
    Optional<String> ofType =
        feature == TypeFeature.FAMILY ? types.sentence(contribution) : Optional.empty();
    return ofType
        .or(() -> sentence(feature, contribution > 0))
        .map(text -> new Reason(feature, contribution, "%s: %s".formatted(text, effect)));
  }

  /** {@return the sentence, or empty if it would contradict its effect} */
  private Optional<String> sentence(Feature feature, boolean raises) {
    return switch (feature) {
      case RECENCY_SCORE -> silence(raises);
      case FREQUENCY_SCORE -> frequency(raises);
      case MONETARY_SCORE -> money(raises);
      case ENGAGEMENT_SCORE -> engagement(raises);
      case TENURE_DAYS -> tenure();
      case ACTIVITY_TREND -> trend(raises);
      case AVG_TRANSACTION_VALUE -> averageTransaction();
      case DAYS_BETWEEN_TRANSACTIONS -> gap(raises);
    };
  }

  private Optional<String> silence(boolean raises) {
    if (customer.wasNeverActive()) {
      return given(raises, "never active");
    }
    if (customer.tenureDays() == 0) {
      return Optional.of("active on the very last day for the first time");
    }
    String silence =
        customer.isSilentForAYearOrMore()
            ? "silent for a year or more"
            : customer.silentDays() == 0
                ? "active on the very last day"
                : "silent for " + days(customer.silentDays());
    long typical = Math.round(typical(CustomerFigures::silentDays));
    boolean isLonger = customer.silentDays() > typical;
    boolean isShorter = customer.silentDays() < typical;
    if (customer.cameOnASingleDay()) {
      return given(raises || isShorter, silence + " after a single active day");
    }
    if (raises == isOverdue()) {
      return Optional.of(silence + ", usually back after " + decimal(customer.gapDays()));
    }
    return given(raises ? isLonger : isShorter, silence + ", typically " + typical);
  }

  /** {@return whether the silence is longer than the mean gap between active days} */
  private boolean isOverdue() {
    return customer.silentDays() > customer.gapDays();
  }

  private Optional<String> gap(boolean raises) {
    double typicalGap = typical(CustomerFigures::gapDays);
    String typical = decimal(typicalGap);
    if (customer.cameOnASingleDay() || customer.tenureDays() == 0) {
      return given(
          raises || customer.tenureDays() <= typicalGap,
          "has not come back in %s, others typically come every %s"
              .formatted(days(customer.tenureDays()), typical));
    }
    String gap = "comes every %s days".formatted(decimal(customer.gapDays()));
    if (raises ? customer.gapDays() > typicalGap : customer.gapDays() < typicalGap) {
      return given(
          !decimal(customer.gapDays()).equals(typical), "%s, typically %s".formatted(gap, typical));
    }
    return given(
        raises == isOverdue(), "%s, silent for %s".formatted(gap, days(customer.silentDays())));
  }

  private Optional<String> frequency(boolean raises) {
    long typical = Math.round(typical(CustomerFigures::activeDays90));
    return given(
        raises ? customer.activeDays90() < typical : customer.activeDays90() > typical,
        "active on %s of the last 90, typically %s"
            .formatted(days(customer.activeDays90()), typical));
  }

  private Optional<String> money(boolean raises) {
    double typicalMoney = typical(CustomerFigures::money90);
    String typical = amount(typicalMoney);
    boolean fits = raises ? customer.money90() < typicalMoney : customer.money90() > typicalMoney;
    if (customer.money90() <= 0) {
      return given(fits, "no money in the last 90 days, typically " + typical);
    }
    return given(
        fits && !amount(customer.money90()).equals(typical),
        "%s%s in the last 90 days, typically %s"
            .formatted(
                customer.isMoney90Capped() ? "at least " : "",
                amount(customer.money90()),
                typical));
  }

  private Optional<String> engagement(boolean raises) {
    long score = Math.round(customer.engagementScore());
    long typical = Math.round(typical(CustomerFigures::engagementScore));
    return given(
        raises ? score < typical : score > typical,
        "engagement score of %s of 100, typically %s".formatted(score, typical));
  }

  private Optional<String> tenure() {
    long typical = Math.round(typical(CustomerFigures::tenureDays));
    return given(
        customer.tenureDays() != typical,
        "a customer for %s, typically %s".formatted(days(customer.tenureDays()), typical));
  }

  private Optional<String> averageTransaction() {
    String average = amount(customer.averageTransaction());
    String typical = amount(typical(CustomerFigures::averageTransaction));
    return given(
        !average.equals(typical),
        "%s for an average transaction, typically %s".formatted(average, typical));
  }

  private Optional<String> trend(boolean raises) {
    if (customer.silentDays() >= RfmScales.TREND_DAYS) {
      return given(raises, "no activity over the last 30 days");
    }
    String direction =
        customer.trend() > 0 ? "rising" : customer.trend() < 0 ? "falling" : "steady";
    return given(
        raises == customer.trend() < 0,
        "activity is %s over the last 30 days".formatted(direction));
  }

  private static Optional<String> given(boolean fits, String sentence) {
    return fits ? Optional.of(sentence) : Optional.empty();
  }

  /** Returns the lower median, so that the value belongs to an actual customer. */
  private double typical(ToDoubleFunction<CustomerFigures> figure) {
    double[] sorted = others.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
