package dev.churn.domain.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.Vectors;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SentencesTest {
  private static final FeatureDefinition DEFINITION =
      new FeatureDefinition(Set.of(), RuleModel.MONETARY_REFERENCE);

  /** The one in the middle: silent for 20 days, 8 active days, 120 in 90 days, and so on. */
  private static final List<FeatureVector> BACKGROUND =
      List.of(
          customer(1, 30, 400, 80, 900, 0.1, 60, 5),
          customer(20, 8, 120, 51, 210, 0, 30, 14.2),
          customer(200, 0, 0, 3, 40, -0.1, 9.99, 40));

  private static FeatureVector customer(
      double silent,
      double days90,
      double money90,
      double engagement,
      double tenure,
      double trend,
      double average,
      double gap) {
    return Vectors.of(
        100 * Math.max(0, 1 - silent / 365),
        100 * Math.min(1, Math.log1p(days90) / Math.log(101)),
        100 * Math.min(1, Math.log1p(money90) / Math.log1p(RuleModel.MONETARY_REFERENCE)),
        engagement,
        tenure,
        trend,
        average,
        gap);
  }

  private static final FeatureVector SLEEPING = customer(54, 3, 50, 34, 400, -0.01, 83.5, 12.3);

  private static String raising(Feature feature, FeatureVector customer) {
    return sentence(feature, customer, 0.2126);
  }

  private static String lowering(Feature feature, FeatureVector customer) {
    return sentence(feature, customer, -0.2126);
  }

  /** {@return the sentence, or "" if the contribution is not described} */
  private static String sentence(Feature feature, FeatureVector customer, double contribution) {
    Map<Feature, Double> contributions = new EnumMap<>(Feature.class);
    contributions.put(feature, contribution);
    return new Sentences(vector -> 0.5, DEFINITION, BACKGROUND, customer)
        .reasons(contributions).stream().map(Reason::text).findFirst().orElse("");
  }

  @Test
  void each_feature_is_told_in_days_visits_and_money() {
    Map<Feature, String> expected =
        Map.of(
            Feature.RECENCY_SCORE, "silent for 54 days, usually back after 12",
            Feature.FREQUENCY_SCORE, "active on 3 days of the last 90, typically 8",
            Feature.MONETARY_SCORE, "50.00 in the last 90 days, typically 120",
            Feature.ENGAGEMENT_SCORE, "engagement score of 34 of 100, typically 51",
            Feature.TENURE_DAYS, "a customer for 400 days, typically 210",
            Feature.ACTIVITY_TREND, "no activity over the last 30 days",
            Feature.AVG_TRANSACTION_VALUE, "83.50 for an average transaction, typically 30.00",
            Feature.DAYS_BETWEEN_TRANSACTIONS, "comes every 12 days, silent for 54 days");

    expected.forEach(
        (feature, text) ->
            assertThat(raising(feature, SLEEPING)).isEqualTo(text + ": raises the risk by .213"));
  }

  @Test
  void each_feature_can_speak_for_a_lower_risk_too() {
    FeatureVector loyal = customer(3, 20, 400, 88, 90, 0.02, 10, 6);
    Map<Feature, String> expected =
        Map.of(
            Feature.RECENCY_SCORE, "silent for 3 days, usually back after 6",
            Feature.FREQUENCY_SCORE, "active on 20 days of the last 90, typically 8",
            Feature.MONETARY_SCORE, "400 in the last 90 days, typically 120",
            Feature.ENGAGEMENT_SCORE, "engagement score of 88 of 100, typically 51",
            Feature.TENURE_DAYS, "a customer for 90 days, typically 210",
            Feature.ACTIVITY_TREND, "activity is rising over the last 30 days",
            Feature.AVG_TRANSACTION_VALUE, "10.00 for an average transaction, typically 30.00",
            Feature.DAYS_BETWEEN_TRANSACTIONS, "comes every 6 days, typically 14");

    expected.forEach(
        (feature, text) ->
            assertThat(lowering(feature, loyal)).isEqualTo(text + ": lowers the risk by .213"));
  }

  @Test
  void what_contradicts_its_effect_is_compared_otherwise_or_not_told() {
    FeatureVector early = customer(18, 8, 120, 51, 600, 0, 30, 115);
    FeatureVector earlier = customer(25, 8, 120, 51, 600, 0, 30, 115);
    FeatureVector late = customer(15, 2, 20, 20, 600, -0.1, 30, 5);

    assertThat(raising(Feature.RECENCY_SCORE, early)).isEmpty();
    assertThat(raising(Feature.RECENCY_SCORE, earlier))
        .startsWith("silent for 25 days, typically 20:");
    assertThat(lowering(Feature.RECENCY_SCORE, early))
        .startsWith("silent for 18 days, usually back after 115:");
    assertThat(lowering(Feature.RECENCY_SCORE, late))
        .startsWith("silent for 15 days, typically 20:");
    assertThat(lowering(Feature.RECENCY_SCORE, SLEEPING)).isEmpty();
    assertThat(raising(Feature.DAYS_BETWEEN_TRANSACTIONS, early))
        .startsWith("comes every 115 days, typically 14:");
    assertThat(lowering(Feature.DAYS_BETWEEN_TRANSACTIONS, early))
        .startsWith("comes every 115 days, silent for 18 days:");
    assertThat(lowering(Feature.FREQUENCY_SCORE, late)).isEmpty();
    assertThat(raising(Feature.FREQUENCY_SCORE, early)).as("as many as usual").isEmpty();
    assertThat(lowering(Feature.MONETARY_SCORE, late)).isEmpty();
    assertThat(lowering(Feature.ENGAGEMENT_SCORE, late)).isEmpty();
    assertThat(lowering(Feature.ACTIVITY_TREND, late)).isEmpty();
    assertThat(lowering(Feature.ACTIVITY_TREND, SLEEPING)).isEmpty();
    assertThat(raising(Feature.AVG_TRANSACTION_VALUE, early)).as("the usual amount").isEmpty();
  }

  @Test
  void scores_that_end_say_at_least() {
    FeatureVector gone = customer(365, 0, 0, 0, 800, 0, 20, 30);
    FeatureVector rich = customer(5, 100, 9000, 99, 800, 0, 20, 2.5);

    assertThat(raising(Feature.RECENCY_SCORE, gone))
        .startsWith("silent for a year or more, usually back after 30:");
    assertThat(raising(Feature.RECENCY_SCORE, customer(364, 0, 0, 0, 800, 0, 20, 2.5)))
        .startsWith("silent for 364 days, usually back after 2.5:");
    assertThat(lowering(Feature.MONETARY_SCORE, rich))
        .startsWith("at least 500 in the last 90 days, typically 120:");
    assertThat(raising(Feature.MONETARY_SCORE, gone))
        .startsWith("no money in the last 90 days, typically 120:");
  }

  @Test
  void who_came_on_one_day_only_has_no_usual_gap() {
    FeatureVector once = customer(54, 1, 30, 20, 54, 0, 30, 54);
    FeatureVector longAgo = customer(500, 0, 0, 0, 500, 0, 30, 500);
    FeatureVector today = customer(0, 1, 30, 40, 0, 0.01, 30, 0);

    assertThat(raising(Feature.RECENCY_SCORE, once))
        .startsWith("silent for 54 days after a single active day:");
    assertThat(raising(Feature.DAYS_BETWEEN_TRANSACTIONS, once))
        .startsWith("has not come back in 54 days, others typically come every 14:");
    assertThat(raising(Feature.RECENCY_SCORE, longAgo))
        .startsWith("silent for a year or more after a single active day:");
    assertThat(raising(Feature.RECENCY_SCORE, today))
        .startsWith("active on the very last day for the first time:");
  }

  @Test
  void two_days_make_a_gap() {
    FeatureVector back = customer(0, 2, 30, 40, 10, 0.01, 30, 10);

    assertThat(lowering(Feature.RECENCY_SCORE, back))
        .startsWith("active on the very last day, usually back after 10:");
    assertThat(lowering(Feature.RECENCY_SCORE, customer(1, 2, 30, 40, 11, 0.01, 30, 10)))
        .startsWith("silent for 1 day, usually back after 10:");
  }

  @Test
  void who_never_did_what_counts_as_activity_was_never_active() {
    // events of other types alone: no recency at all, and a tenure of no days
    FeatureVector never = Vectors.of(0, 0, 40, 0, 0, 0, 20, 0);

    assertThat(raising(Feature.RECENCY_SCORE, never)).startsWith("never active:");
  }

  @Test
  void the_trend_has_three_directions() {
    assertThat(lowering(Feature.ACTIVITY_TREND, customer(3, 9, 9, 9, 99, .01, 9, 9)))
        .startsWith("activity is rising over the last 30 days:");
    assertThat(raising(Feature.ACTIVITY_TREND, customer(3, 9, 9, 9, 99, -.01, 9, 9)))
        .startsWith("activity is falling over the last 30 days:");
    assertThat(lowering(Feature.ACTIVITY_TREND, customer(3, 9, 9, 9, 99, 0, 9, 9)))
        .startsWith("activity is steady over the last 30 days:");
  }

  @Test
  void the_three_strongest_are_told_the_strongest_first_and_weak_ones_not_at_all() {
    Map<Feature, Double> contributions = new EnumMap<>(Feature.class);
    contributions.put(Feature.RECENCY_SCORE, 0.05);
    contributions.put(Feature.FREQUENCY_SCORE, 0.2);
    contributions.put(Feature.TENURE_DAYS, 0.011);
    contributions.put(Feature.ACTIVITY_TREND, 0.03);
    contributions.put(Feature.MONETARY_SCORE, 0.0099);
    var sentences = new Sentences(vector -> 0.5, DEFINITION, BACKGROUND, SLEEPING);

    List<Reason> strongest = sentences.reasons(contributions);
    contributions.put(Feature.ACTIVITY_TREND, -0.0099);
    contributions.put(Feature.TENURE_DAYS, 0.0);

    assertThat(strongest)
        .extracting(Reason::feature)
        .containsExactly(Feature.FREQUENCY_SCORE, Feature.RECENCY_SCORE, Feature.ACTIVITY_TREND);
    assertThat(strongest.get(0).text()).endsWith(": raises the risk by .200");
    assertThat(sentences.reasons(contributions)).hasSize(2);
  }
}
