package dev.churn.features;

import static dev.churn.domain.feature.Feature.ACTIVITY_TREND;
import static dev.churn.domain.feature.Feature.AVG_TRANSACTION_VALUE;
import static dev.churn.domain.feature.Feature.DAYS_BETWEEN_TRANSACTIONS;
import static dev.churn.domain.feature.Feature.ENGAGEMENT_SCORE;
import static dev.churn.domain.feature.Feature.FREQUENCY_SCORE;
import static dev.churn.domain.feature.Feature.MONETARY_SCORE;
import static dev.churn.domain.feature.Feature.RECENCY_SCORE;
import static dev.churn.domain.feature.Feature.TENURE_DAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.ChurnException;
import dev.churn.domain.ErrorCode;
import dev.churn.domain.event.CustomerEvent;
import dev.churn.domain.feature.FeatureDefinition;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.RfmCounts;
import dev.churn.domain.feature.TypeFeature;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class SingleCustomerTest {
  private static final LocalDate AS_OF = LocalDate.of(2024, 4, 30);
  private static final FeatureDefinition DEFINITION = new FeatureDefinition(Set.of(), 999.0);
  private static final Offset<Double> CLOSE = within(1e-12);

  private final RfmFeatures features = new RfmFeatures();

  @Test
  void needs_no_infrastructure() {
    var events = List.of(CustomerEvent.of(LocalDate.of(2024, 4, 1), 150.50));
    FeatureVector vector = features.compute(events, AS_OF, DEFINITION);
    assertThat(vector.get(AVG_TRANSACTION_VALUE)).isEqualTo(150.50);
  }

  @Test
  void a_type_of_blanks_is_no_type_whatever_the_order() {
    var blank =
        new CustomerEvent(AS_OF.minusDays(20), OptionalDouble.empty(), Optional.of("\u00a0"));
    var login =
        new CustomerEvent(AS_OF.minusDays(10), OptionalDouble.empty(), Optional.of("login"));
    var definition = new FeatureDefinition(Set.of("login"), 999.0);

    FeatureVector vector = features.compute(List.of(blank, login), AS_OF, definition);

    assertThat(vector.get(TENURE_DAYS)).isEqualTo(10);
    assertThat(features.compute(List.of(login, blank), AS_OF, definition)).isEqualTo(vector);
  }

  @Test
  void every_feature_of_a_small_history_is_as_worked_out_by_hand() {
    // days before the as-of day: 130 (two rows), 73, 10 (a return), 0
    FeatureVector vector =
        compute(
            event(130, 20.0, "purchase"),
            event(130, 30.0, "purchase"),
            event(73, 100.0, "purchase"),
            event(10, -25.0, "return"),
            event(0, null, "login"));

    assertThat(vector.get(RECENCY_SCORE)).isEqualTo(100.0);
    // three active days in the window: ln 4 / ln 101 = 1.3862943611198906 / 4.61512051684126
    assertThat(vector.get(FREQUENCY_SCORE)).isCloseTo(30.0380966, within(1e-6));
    // M90 = 75: ln 76 / ln 1000 = 4.330733340286331 / 6.907755278982137
    assertThat(vector.get(MONETARY_SCORE)).isCloseTo(62.6937866, within(1e-6));
    // 0.5 · ln 4 / ln 31 (3.4339872044851463) + 0.3 · 1 + 0.2 · 3/5
    assertThat(vector.get(ENGAGEMENT_SCORE))
        .isCloseTo(100 * (0.5 * 1.3862943611198906 / 3.4339872044851463 + 0.3 + 0.12), CLOSE);
    assertThat(vector.get(TENURE_DAYS)).isEqualTo(130.0);
    // one event at i = 19 and one at i = 29: (4.5 + 14.5) / 2247.5
    assertThat(vector.get(ACTIVITY_TREND)).isCloseTo(19.0 / 2247.5, CLOSE);
    assertThat(vector.get(AVG_TRANSACTION_VALUE)).isEqualTo(125.0 / 4);
    assertThat(vector.get(DAYS_BETWEEN_TRANSACTIONS)).isCloseTo(130.0 / 3, CLOSE);
  }

  @Test
  void every_further_feature_of_a_small_history_is_as_worked_out_by_hand() {
    // days before the as-of day: 400 (two rows), 170, 90, 41, 29 (a return), 10 (two rows)
    FeatureVector vector =
        compute(
            event(400, 20.0, "purchase"),
            event(400, 30.0, "purchase"),
            event(170, 100.0, "purchase"),
            event(90, null, "login"),
            event(41, null, "login"),
            event(29, -25.0, "return"),
            event(10, 5.0, "purchase"),
            event(10, 5.0, "purchase"));

    // gaps, the last first: 19, 12, 49, 80, 230
    assertThat(vector.get(FurtherFeature.LAST_GAP)).isEqualTo(19);
    assertThat(vector.get(FurtherFeature.RECENT_GAP)).isEqualTo((19 + 12 + 49 + 80) / 4.0);
    // mean 78; squares 59², 66², 29², 2², 152²: the root of 31786 / 5 is 79.73
    assertThat(vector.get(FurtherFeature.GAP_SPREAD)).isEqualTo(79.75);
    assertThat(vector.get(FurtherFeature.EVENTS_30)).isEqualTo(3);
    assertThat(vector.get(FurtherFeature.EVENTS_90)).isEqualTo(4);
    assertThat(vector.get(FurtherFeature.EVENTS_180)).isEqualTo(6);
    assertThat(vector.get(FurtherFeature.EVENTS_365)).isEqualTo(6);
    assertThat(vector.get(FurtherFeature.BASKETS)).isEqualTo(4);
    assertThat(vector.get(FurtherFeature.MEAN_BASKET)).isEqualTo(135.0 / 4);
  }

  @Test
  void every_feature_of_watched_types_is_as_worked_out_by_hand() {
    var definition =
        new FeatureDefinition(Set.of("purchase"), 999.0)
            .watching(List.of("login", "purchase", "return", "ticket"));
    // the window of shares begins 89 days before the as-of day
    FeatureVector vector =
        features.compute(
            List.of(
                event(400, 20.0, "purchase"),
                event(90, null, "ticket"),
                event(89, 5.0, "Purchase "),
                event(41, null, "login"),
                event(29, null, "LOGIN"),
                event(29, null, "newsletter"),
                event(10, 5.0, "purchase"),
                event(0, null, "login")),
            AS_OF,
            definition);

    // in the window: three logins and two purchases, which alone are activity
    assertThat(vector.get(TypeFeature.DAYS_SINCE, 0)).isZero();
    assertThat(vector.get(TypeFeature.SHARE, 0)).isEqualTo(0.6);
    assertThat(vector.get(TypeFeature.DAYS_SINCE, 1)).isEqualTo(10);
    assertThat(vector.get(TypeFeature.SHARE, 1)).isEqualTo(1);
    assertThat(vector.get(TypeFeature.DAYS_SINCE, 2)).isEqualTo(TypeFeature.NEVER);
    assertThat(vector.get(TypeFeature.SHARE, 2)).isZero();
    assertThat(vector.get(TypeFeature.DAYS_SINCE, 3)).isEqualTo(90);
    assertThat(vector.get(TypeFeature.SHARE, 3)).isZero();
    assertThat(Arrays.copyOf(vector.toArray(), FeatureVector.COMMON_WIDTH))
        .isEqualTo(
            Arrays.copyOf(
                features
                    .compute(
                        List.of(
                            event(400, 20.0, "purchase"),
                            event(89, 5.0, "purchase"),
                            event(10, 5.0, "purchase")),
                        AS_OF,
                        definition.watching(List.of()))
                    .toArray(),
                FeatureVector.COMMON_WIDTH));
  }

  @Test
  void gaps_lie_within_two_years_and_the_mean_gap_stands_for_none() {
    assertThat(compute(event(700, 1.0, "p"), event(729, 1.0, "p")).get(FurtherFeature.LAST_GAP))
        .isEqualTo(29);
    FeatureVector older = compute(event(700, 1.0, "p"), event(730, 1.0, "p"), event(731, 1.0, "p"));
    assertThat(older.get(FurtherFeature.LAST_GAP)).isEqualTo(15.5);
    assertThat(older.get(FurtherFeature.RECENT_GAP)).isEqualTo(15.5);
    assertThat(older.get(FurtherFeature.GAP_SPREAD)).isZero();
    assertThat(older.get(FurtherFeature.BASKETS)).isEqualTo(3);
    assertThat(compute(event(17, 1.0, "p")).get(FurtherFeature.LAST_GAP)).isEqualTo(17);
  }

  @Test
  void days_and_counts_come_back_from_the_features() {
    for (int silent : new int[] {0, 1, 29, 30, 89, 90, 364, 365, 366, 1000, 2900}) {
      FeatureVector vector =
          compute(event(silent, 2.5, "p"), event(silent + 40, 4.0, "p"), event(3000, 1.0, "q"));

      double tenure = vector.get(TENURE_DAYS);
      assertThat(tenure).isEqualTo(3000);
      double silentDays =
          RfmCounts.silentDays(vector.get(RECENCY_SCORE), vector.get(ENGAGEMENT_SCORE), tenure);
      assertThat(silentDays).isEqualTo(silent);
      assertThat(RfmCounts.recencyDays(vector.get(RECENCY_SCORE))).isEqualTo(Math.min(365, silent));
      assertThat(RfmCounts.activeDays(tenure, silentDays, vector.get(DAYS_BETWEEN_TRANSACTIONS)))
          .isEqualTo(3);
      assertThat(RfmCounts.activeDays90(vector.get(FREQUENCY_SCORE)))
          .isEqualTo(silent >= 90 ? 0 : silent >= 50 ? 1 : 2);
      assertThat(RfmCounts.money90(vector.get(MONETARY_SCORE), DEFINITION.monetaryReference()))
          .isCloseTo(silent >= 90 ? 0 : silent >= 50 ? 2.5 : 6.5, within(1e-9));
    }
  }

  @Test
  void recency_falls_by_a_365th_each_day_and_not_below_zero() {
    assertThat(compute(event(73, 1.0, "p")).get(RECENCY_SCORE)).isCloseTo(80.0, CLOSE);
    assertThat(compute(event(365, 1.0, "p")).get(RECENCY_SCORE)).isEqualTo(0.0);
    assertThat(compute(event(4000, 1.0, "p")).get(RECENCY_SCORE)).isEqualTo(0.0);
  }

  @Test
  void one_active_day_makes_the_time_since_then_the_gap() {
    FeatureVector vector = compute(event(17, 5.0, "p"), event(17, 6.0, "p"));

    assertThat(vector.get(DAYS_BETWEEN_TRANSACTIONS)).isEqualTo(17.0);
    assertThat(vector.get(TENURE_DAYS)).isEqualTo(17.0);
  }

  @Test
  void without_amounts_money_is_zero() {
    FeatureVector vector = compute(event(17, null, "p"));

    assertThat(vector.get(AVG_TRANSACTION_VALUE)).isEqualTo(0.0);
    assertThat(vector.get(MONETARY_SCORE)).isEqualTo(0.0);
  }

  @Test
  void more_returned_than_bought_scores_zero_and_keeps_its_mean() {
    FeatureVector vector = compute(event(3, 10.0, "p"), event(2, -30.0, "p"));

    assertThat(vector.get(MONETARY_SCORE)).isEqualTo(0.0);
    assertThat(vector.get(AVG_TRANSACTION_VALUE)).isEqualTo(-10.0);
  }

  @Test
  void money_beyond_the_reference_scores_a_hundred() {
    assertThat(compute(event(3, 999.0, "p")).get(MONETARY_SCORE)).isEqualTo(100.0);
    assertThat(compute(event(3, 5e9, "p")).get(MONETARY_SCORE)).isEqualTo(100.0);
  }

  @Test
  void the_window_holds_day_89_and_not_day_90() {
    FeatureVector inside = compute(event(89, 999.0, "p"), event(200, 1.0, "q"));
    FeatureVector outside = compute(event(90, 999.0, "p"), event(200, 1.0, "q"));

    assertThat(inside.get(MONETARY_SCORE)).isEqualTo(100.0);
    assertThat(outside.get(MONETARY_SCORE)).isEqualTo(0.0);
    assertThat(inside.get(FREQUENCY_SCORE)).isCloseTo(100 * Math.log(2) / Math.log(101), CLOSE);
    assertThat(outside.get(FREQUENCY_SCORE)).isEqualTo(0.0);
    // the type counts with its day: 0.5·ln 2/ln 31 + 0.3·e^(−89/30) + 0.2·1/5
    assertThat(inside.get(ENGAGEMENT_SCORE))
        .isCloseTo(
            100 * (0.5 * Math.log(2) / Math.log(31) + 0.3 * Math.exp(-89.0 / 30) + 0.04), CLOSE);
    assertThat(outside.get(ENGAGEMENT_SCORE)).isCloseTo(30 * Math.exp(-3), CLOSE);
  }

  @Test
  void the_trend_is_taken_over_thirty_days() {
    assertThat(compute(event(29, 1.0, "p")).get(ACTIVITY_TREND)).isCloseTo(-14.5 / 2247.5, CLOSE);
    assertThat(compute(event(30, 1.0, "p")).get(ACTIVITY_TREND)).isEqualTo(0.0);
  }

  @Test
  void the_trend_counts_events_and_not_days() {
    FeatureVector vector = compute(event(0, 1.0, "p"), event(0, 1.0, "p"));

    assertThat(vector.get(ACTIVITY_TREND)).isCloseTo(29.0 / 2247.5, CLOSE);
  }

  @Test
  void thirty_days_of_activity_and_five_types_are_full_engagement() {
    List<CustomerEvent> events = new ArrayList<>();
    for (int ago = 0; ago < 30; ago++) {
      events.add(event(ago, null, "type " + ago % 7));
    }

    FeatureVector vector = features.compute(events, AS_OF, DEFINITION);

    assertThat(vector.get(ENGAGEMENT_SCORE)).isCloseTo(100.0, CLOSE);
    assertThat(vector.get(ACTIVITY_TREND)).isEqualTo(0.0);
    assertThat(vector.get(DAYS_BETWEEN_TRANSACTIONS)).isEqualTo(1.0);
  }

  @Test
  void an_event_without_type_is_activity_but_no_type() {
    var event = new CustomerEvent(AS_OF, OptionalDouble.empty(), Optional.empty());

    FeatureVector vector = features.compute(List.of(event), AS_OF, DEFINITION);

    assertThat(vector.get(ENGAGEMENT_SCORE))
        .isCloseTo(100 * (0.5 * Math.log(2) / Math.log(31) + 0.3), CLOSE);
  }

  @Test
  void other_types_than_those_of_activity_count_for_money_only() {
    var definition = new FeatureDefinition(Set.of("purchase"), 999.0);
    List<CustomerEvent> purchases = List.of(event(40, 10.0, "purchase"));
    List<CustomerEvent> all = new ArrayList<>(purchases);
    all.add(event(5, 989.0, "return"));
    all.add(new CustomerEvent(AS_OF, OptionalDouble.empty(), Optional.empty()));

    double[] expected = features.compute(purchases, AS_OF, definition).toArray();
    expected[MONETARY_SCORE.ordinal()] = 100.0;
    expected[AVG_TRANSACTION_VALUE.ordinal()] = 499.5;
    expected[FurtherFeature.BASKETS.place()] = 2;
    expected[FurtherFeature.MEAN_BASKET.place()] = 499.5;

    assertThat(features.compute(all, AS_OF, definition)).isEqualTo(FeatureVector.of(expected));
  }

  @Test
  void types_of_activity_are_matched_however_they_are_written() {
    var definition = new FeatureDefinition(Set.of(" Online order "), 999.0);
    FeatureVector expected =
        features.compute(List.of(event(1, 1.0, "Online order")), AS_OF, definition);

    for (String type :
        List.of("Online order ", "online order", "ONLINE ORDER", "online\u00A0 order")) {
      assertThat(features.compute(List.of(event(1, 1.0, type)), AS_OF, definition))
          .as(type)
          .isEqualTo(expected);
    }
    assertThat(expected.get(RECENCY_SCORE)).isPositive();
    assertThat(
            features
                .compute(List.of(event(1, 1.0, "online orders")), AS_OF, definition)
                .get(RECENCY_SCORE))
        .isEqualTo(0.0);
  }

  @Test
  void spellings_of_one_type_of_activity_are_one_type() {
    for (Set<String> activity : List.of(Set.<String>of(), Set.of("web order"))) {
      var definition = new FeatureDefinition(activity, 999.0);
      List<CustomerEvent> varied =
          List.of(
              event(1, 1.0, "web order"), event(1, 1.0, "Web  Order"), event(2, 1.0, "WEB ORDER"));
      List<CustomerEvent> plain =
          List.of(
              event(1, 1.0, "web order"), event(1, 1.0, "web order"), event(2, 1.0, "web order"));

      assertThat(features.compute(varied, AS_OF, definition))
          .as("activity %s", activity)
          .isEqualTo(features.compute(plain, AS_OF, definition));
    }
  }

  @Test
  void a_customer_who_was_never_active_has_no_recency_tenure_and_gap() {
    var definition = new FeatureDefinition(Set.of("purchase"), 999.0);

    FeatureVector vector = features.compute(List.of(event(5, 999.0, "visit")), AS_OF, definition);

    assertThat(vector)
        .isEqualTo(FeatureVector.of(0, 0, 100, 0, 0, 0, 999, 0, 0, 0, 0, 0, 0, 0, 0, 1, 999));
  }

  @Test
  void events_after_the_as_of_day_do_not_count() {
    FeatureVector before = compute(event(5, 10.0, "p"));

    assertThat(compute(event(5, 10.0, "p"), event(-1, 500.0, "q"), event(-900, 1.0, "r")))
        .isEqualTo(before);
  }

  @Test
  void the_order_of_events_shows_in_no_bit() {
    List<CustomerEvent> events = new ArrayList<>();
    var random = new Random(5);
    for (int i = 0; i < 300; i++) {
      double amount = random.nextGaussian() * Math.pow(10, random.nextInt(12));
      events.add(event(random.nextInt(700), amount, "t" + random.nextInt(9)));
    }
    FeatureVector expected = features.compute(events, AS_OF, DEFINITION);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(events, random);
      assertThat(features.compute(events, AS_OF, DEFINITION)).isEqualTo(expected);
    }
  }

  @Test
  void a_single_amount_is_its_own_mean_to_the_last_bit() {
    for (double amount : new double[] {0.01, 0.1, 19.99, 1e12, -0.07, 123456789.12345679}) {
      assertThat(compute(event(1, amount, "p")).get(AVG_TRANSACTION_VALUE)).isEqualTo(amount);
    }
  }

  @Test
  void many_days_at_once_give_the_bits_of_each_day_by_itself() {
    var random = new Random(12);
    List<CustomerEvent> events = new ArrayList<>();
    events.add(event(3000, 1.0, "p")); // before the days that have bits
    for (int i = 0; i < 300; i++) {
      events.add(event(random.nextInt(2500) - 40, random.nextInt(999) / 7.0, "t" + i % 9));
    }
    List<LocalDate> days = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      days.add(AS_OF.plusDays(random.nextInt(400) - 60));
    }

    List<FeatureVector> vectors = features.computeEach(events, days, DEFINITION);

    assertThat(vectors)
        .isEqualTo(days.stream().map(day -> features.compute(events, day, DEFINITION)).toList());
  }

  @Test
  void of_many_days_the_first_must_have_an_event_too() {
    assertThatThrownBy(
            () ->
                features.computeEach(
                    List.of(event(2, 1.0, "p")), List.of(AS_OF, AS_OF.minusDays(3)), DEFINITION))
        .isInstanceOf(ChurnException.class)
        .hasMessageContaining("on or before 2024-04-27");
  }

  @Test
  void no_event_up_to_the_as_of_day_is_refused() {
    assertThatThrownBy(() -> compute(event(-1, 10.0, "p")))
        .isInstanceOfSatisfying(
            ChurnException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
        .hasMessageContaining("2024-04-30");
  }

  @Test
  void what_no_file_may_hold_no_customer_may_either() {
    var ancient = CustomerEvent.of(LocalDate.of(1899, 12, 31), 1.0);

    assertThatThrownBy(
            () -> features.compute(List.of(event(1, 2e12, "p"), ancient), AS_OF, DEFINITION))
        .isInstanceOfSatisfying(
            ChurnException.class,
            e ->
                assertThat(e.fieldErrors())
                    .extracting(error -> error.place() + ": " + error.problem())
                    .containsExactly(
                        "event 0, amount: expected an amount between -1e12 and 1e12, found"
                            + " 2.0E12",
                        "event 1, day: expected 1900-01-01 or later, found" + " 1899-12-31"));
  }

  @Test
  void random_histories_agree_with_the_definitions_written_down_plainly() {
    var log = new SimulatedLog(11, 60, 4000, AS_OF.minusDays(500), 560);
    for (Set<String> activity : List.of(Set.<String>of(), Set.of("purchase", "visit"))) {
      var definition =
          new FeatureDefinition(activity, 5000.0).watching(List.of("purchase", "return", "visit"));
      log.events()
          .forEach(
              (customer, events) ->
                  assertThat(features.compute(events, AS_OF, definition).toArray())
                      .as(customer)
                      .containsExactly(
                          ReferenceFeatures.compute(events, AS_OF, definition), within(1e-9)));
    }
  }

  private FeatureVector compute(CustomerEvent... events) {
    return features.compute(List.of(events), AS_OF, DEFINITION);
  }

  private static CustomerEvent event(int daysAgo, Double amount, String type) {
    return new CustomerEvent(
        AS_OF.minusDays(daysAgo),
        amount == null ? OptionalDouble.empty() : OptionalDouble.of(amount),
        Optional.of(type));
  }
}
