package dev.churn.domain.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.TypeFeature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A model for which a ticket within 30 days raises the risk by .4, and half of logins lower it. */
class TypeSentencesTest {
  private static final int LOGIN = 0;
  private static final int TICKET = 1;
  private static final FeatureDefinition DEFINITION =
      new FeatureDefinition(Set.of(), RuleModel.MONETARY_REFERENCE)
          .watching(List.of("login", "ticket"));

  private static final List<FeatureVector> BACKGROUND =
      List.of(
          customer(50, 2, .5, TypeFeature.NEVER, 0),
          customer(50, 9, .25, TypeFeature.NEVER, 0),
          customer(50, 80, .125, 3, .1));

  private static FeatureVector customer(
      double engagement, double login, double loginShare, double ticket, double ticketShare) {
    double[] values = new double[FeatureVector.WIDTH];
    values[Feature.ENGAGEMENT_SCORE.ordinal()] = engagement;
    values[TypeFeature.DAYS_SINCE.place(LOGIN)] = login;
    values[TypeFeature.SHARE.place(LOGIN)] = loginShare;
    values[TypeFeature.DAYS_SINCE.place(TICKET)] = ticket;
    values[TypeFeature.SHARE.place(TICKET)] = ticketShare;
    return FeatureVector.of(Arrays.copyOf(values, FeatureVector.width(2)));
  }

  private static double probability(FeatureVector features) {
    double days = features.get(TypeFeature.DAYS_SINCE, TICKET);
    return 0.5
        + (days >= 0 && days < 30 ? 0.4 : 0)
        - (features.get(TypeFeature.SHARE, LOGIN) >= .5 ? 0.3 : 0);
  }

  private static String reason(FeatureVector customer, double contribution) {
    return new Sentences(TypeSentencesTest::probability, DEFINITION, BACKGROUND, customer)
        .reasons(Map.of(Feature.ENGAGEMENT_SCORE, contribution)).stream()
            .map(Reason::text)
            .findFirst()
            .orElse("");
  }

  @Test
  void the_type_that_moves_the_probability_is_named_beside_the_typical_customer() {
    assertThat(reason(customer(60, 9, .25, 3, .2), .31))
        .isEqualTo("last 'ticket' 3 days ago, typically never: raises the risk by .310");
    assertThat(reason(customer(40, 1, .75, TypeFeature.NEVER, 0), -.31))
        .isEqualTo("last 'login' 1 day ago, typically 9 days ago: lowers the risk by .310");
    assertThat(reason(customer(40, 0, .75, TypeFeature.NEVER, 0), -.31))
        .startsWith("last 'login' on the very last day, typically 9 days ago:");
  }

  @Test
  void a_type_whose_last_event_is_as_usual_is_described_by_its_share() {
    assertThat(reason(customer(40, 9, .75, TypeFeature.NEVER, 0), -.31))
        .startsWith("75 % of the events of the last 90 days are 'login', typically 25 %:");
  }

  @Test
  void a_type_without_the_effect_is_not_named() {
    assertThat(reason(customer(40, 9, .25, 60, .2), .31))
        .startsWith("engagement score of 40 of 100, typically 50:");
    assertThat(reason(customer(60, 9, .25, 3, .2), -.31))
        .as("in the other direction")
        .startsWith("engagement score of 60 of 100, typically 50:");
    assertThat(reason(customer(40, 9, .25, 3, .2), .9))
        .as("less than half of the contribution")
        .startsWith("engagement score of 40 of 100, typically 50:");
  }
}
