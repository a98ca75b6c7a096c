package dev.churn.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.feature.Feature;
import dev.churn.domain.feature.FeatureVector;
import dev.churn.domain.feature.FurtherFeature;
import dev.churn.domain.feature.TypeFeature;
import dev.churn.domain.feature.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedInputsTest {
  private static final Offset<Double> EXACTLY = within(1e-12);

  private static double input(FeatureVector features, DerivedInputs input) {
    return DerivedInputs.of(features)[input.ordinal()];
  }

  /** Known for 100 days, active on 5, last 20 days ago, on 3 days of the last 90. */
  private static FeatureVector regular() {
    return Vectors.of(
        100 * (1 - 20 / 365.0), 100 * Math.log(4) / Math.log(101), 50, 40, 100, 0.01, 30, 20);
  }

  @Test
  void the_counts_behind_the_scores_come_back_whole() {
    assertThat(input(regular(), DerivedInputs.SILENT)).isEqualTo(20);
    assertThat(input(regular(), DerivedInputs.ACTIVE_DAYS)).isEqualTo(5);
    assertThat(input(regular(), DerivedInputs.RECENT_SHARE)).isEqualTo(3.0 / 5, EXACTLY);
    assertThat(input(regular(), DerivedInputs.SILENT_SHARE)).isEqualTo(20.0 / 101, EXACTLY);
    assertThat(input(regular(), DerivedInputs.OVERDUE_SHARE)).isEqualTo(20.0 / 41, EXACTLY);
    assertThat(input(regular(), DerivedInputs.LOG_ACTIVE_DAYS)).isEqualTo(Math.log(5), EXACTLY);
  }

  @Test
  void who_came_once_has_one_active_day() {
    for (int days = 0; days <= 365; days++) {
      FeatureVector once =
          Vectors.of(100 * Math.max(0, 1 - days / 365.0), 0, 0, 0, days, 0, 0, days);

      assertThat(input(once, DerivedInputs.ACTIVE_DAYS)).isEqualTo(1);
      assertThat(input(once, DerivedInputs.SILENT)).isEqualTo(days);
    }
  }

  @Test
  void silence_beyond_what_recency_knows_comes_from_engagement() {
    for (int days = 365; days <= 3000; days++) {
      FeatureVector silent = Vectors.of(0, 0, 0, 30 * Math.exp(-days / 30.0), days + 100, 0, 0, 25);

      assertThat(input(silent, DerivedInputs.SILENT)).isEqualTo(days);
      assertThat(input(silent, DerivedInputs.ACTIVE_DAYS)).isEqualTo(5);
    }
  }

  /** Three purchases, the last of them so many days ago; the features by their formulas. */
  private static FeatureVector lastActive(int silent) {
    int recent = silent < 50 ? 2 : silent < 90 ? 1 : 0;
    return Vectors.of(
        100 * (1 - silent / 365.0),
        100 * Math.log1p(recent) / Math.log(101),
        silent < 90 ? 70 : 0,
        100
            * (0.5 * Math.log1p(recent) / Math.log(31)
                + 0.3 * Math.exp(-silent / 30.0)
                + (silent < 90 ? 0.12 : 0)),
        silent + 80,
        0,
        35,
        40);
  }

  @Test
  void no_input_of_a_classifier_jumps_on_the_day_the_last_activity_leaves_the_90_days() {
    double[] before = DerivedInputs.of(lastActive(89));
    double[] after = DerivedInputs.of(lastActive(90));

    IntStream.concat(
            Arrays.stream(DerivedInputs.forLinear(Double.POSITIVE_INFINITY)),
            Arrays.stream(DerivedInputs.forTrees(Double.POSITIVE_INFINITY)))
        .forEach(
            input ->
                assertThat(after[input])
                    .as(DerivedInputs.values()[input].name())
                    .isEqualTo(before[input], within(0.02 * Math.max(1, Math.abs(before[input])))));
    // unlike those of earlier models
    assertThat(input(lastActive(89), DerivedInputs.MONETARY)).isEqualTo(0.7, EXACTLY);
    assertThat(input(lastActive(90), DerivedInputs.MONETARY)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 90, 180, 365})
  void no_count_of_events_jumps_on_the_day_the_last_of_them_leaves_its_window(int window) {
    double[] before = DerivedInputs.of(threeEvents(window - 1));
    double[] after = DerivedInputs.of(threeEvents(window));

    for (DerivedInputs input : DerivedInputs.values()) {
      if (input.name().contains("_EVENTS_")) {
        assertThat(after[input.ordinal()])
            .as(input.name())
            .isEqualTo(before[input.ordinal()], within(0.06));
      }
    }
    assertThat(threeEvents(window - 1).toArray()).isNotEqualTo(threeEvents(window).toArray());
  }

  /** Three events on the last active day, so many days ago. */
  private static FeatureVector threeEvents(int silent) {
    double[] values = Arrays.copyOf(lastActive(silent).toArray(), FeatureVector.WIDTH);
    values[FurtherFeature.EVENTS_30.place()] = silent < 30 ? 3 : 0;
    values[FurtherFeature.EVENTS_90.place()] = silent < 90 ? 3 : 0;
    values[FurtherFeature.EVENTS_180.place()] = silent < 180 ? 3 : 0;
    values[FurtherFeature.EVENTS_365.place()] = silent < 365 ? 3 : 0;
    return FeatureVector.of(values);
  }

  @Test
  void what_counts_within_more_days_than_anybody_is_known_is_no_input() {
    assertThat(names(DerivedInputs.forLinear(200)))
        .contains("FADING_EVENTS_30", "FADING_EVENTS_90", "FADING_EVENTS_180", "LOG_LAST_GAP")
        .doesNotContain("FADING_EVENTS_365");
    assertThat(names(DerivedInputs.forTrees(60)))
        .contains("CONTINUED_EVENTS_30", "GAP")
        .doesNotContain("CONTINUED_EVENTS_90", "CONTINUED_EVENTS_180", "CONTINUED_EVENTS_365");
  }

  private static List<String> names(int[] inputs) {
    return Arrays.stream(inputs).mapToObj(i -> DerivedInputs.values()[i].name()).toList();
  }

  @Test
  void every_further_feature_but_the_number_of_baskets_changes_an_input() {
    double[] features = regular().toArray();
    double[] inputs = DerivedInputs.of(FeatureVector.of(features));
    for (FurtherFeature further : FurtherFeature.values()) {
      double[] others = features.clone();
      others[further.place()] += 1.5;

      assertThat(!Arrays.equals(DerivedInputs.of(FeatureVector.of(others)), inputs))
          .as("%s changes an input", further)
          .isEqualTo(further != FurtherFeature.BASKETS);
    }
  }

  @Test
  void gaps_and_baskets_are_taken_as_they_are_and_by_their_logarithms() {
    double[] values = regular().toArray();
    values[FurtherFeature.LAST_GAP.place()] = 9;
    values[FurtherFeature.RECENT_GAP.place()] = 19;
    values[FurtherFeature.GAP_SPREAD.place()] = 4;
    values[FurtherFeature.MEAN_BASKET.place()] = 30;
    values[FurtherFeature.EVENTS_90.place()] = 7;
    FeatureVector vector = FeatureVector.of(values);

    assertThat(input(vector, DerivedInputs.LAST_GAP)).isEqualTo(9);
    assertThat(input(vector, DerivedInputs.LOG_LAST_GAP)).isEqualTo(Math.log(10), EXACTLY);
    assertThat(input(vector, DerivedInputs.LAST_OVERDUE_SHARE)).isEqualTo(20.0 / 30, EXACTLY);
    assertThat(input(vector, DerivedInputs.RECENT_OVERDUE_SHARE)).isEqualTo(20.0 / 40, EXACTLY);
    assertThat(input(vector, DerivedInputs.RECENT_OVERDUE_SHARE_TIMES_LOG_ACTIVE_DAYS))
        .isEqualTo(0.5 * Math.log(5), EXACTLY);
    assertThat(input(vector, DerivedInputs.LOG_GAP_SPREAD)).isEqualTo(Math.log(5), EXACTLY);
    assertThat(input(vector, DerivedInputs.LOG_MEAN_BASKET)).isEqualTo(Math.log(31), EXACTLY);
    assertThat(input(vector, DerivedInputs.FADING_EVENTS_90))
        .isEqualTo((1 - 20.0 / 90) * Math.log(8), EXACTLY);
  }

  @Test
  void what_a_tree_asks_goes_on_below_0_as_silence_grows() {
    double last = Double.POSITIVE_INFINITY;
    for (int silent = 60; silent <= 300; silent++) {
      double now = input(lastActive(silent), DerivedInputs.CONTINUED_MONETARY);
      assertThat(now).as("%d days", silent).isLessThan(last);
      last = now;
    }
    assertThat(last).isEqualTo(-Math.log(301.0 / 91), EXACTLY);
  }

  /** A customer with a type that last occurred so many days ago and has a share of one half. */
  private static double[] inputsOfType(double days, double share) {
    double[] values = regular().toArray();
    values[TypeFeature.DAYS_SINCE.place(0)] = days;
    values[TypeFeature.SHARE.place(0)] = share;
    values[TypeFeature.DAYS_SINCE.place(1)] = TypeFeature.NEVER;
    return DerivedInputs.of(FeatureVector.of(values));
  }

  @Test
  void inputs_of_a_type_fade_with_its_share_and_stand_apart_for_never() {
    double[] inputs = inputsOfType(45, 0.5);

    assertThat(inputs[DerivedInputs.LOG_DAYS_SINCE_TYPE_1.ordinal()])
        .isEqualTo(Math.log(46 / 365.0), EXACTLY);
    assertThat(inputs[DerivedInputs.FADING_SHARE_OF_TYPE_1.ordinal()]).isEqualTo(0.25, EXACTLY);
    assertThat(inputs[DerivedInputs.DAYS_SINCE_TYPE_1.ordinal()]).isEqualTo(45);
    assertThat(inputs[DerivedInputs.CONTINUED_SHARE_OF_TYPE_1.ordinal()]).isEqualTo(0.25, EXACTLY);
    // never: a year ago or more for the regression, a hundred years for trees
    assertThat(inputs[DerivedInputs.LOG_DAYS_SINCE_TYPE_2.ordinal()]).isZero();
    assertThat(inputs[DerivedInputs.FADING_SHARE_OF_TYPE_2.ordinal()]).isZero();
    assertThat(inputs[DerivedInputs.DAYS_SINCE_TYPE_2.ordinal()]).isEqualTo(36_500);
    assertThat(inputs[DerivedInputs.CONTINUED_SHARE_OF_TYPE_2.ordinal()])
        .isEqualTo(-Math.log(36_501 / 91.0), EXACTLY);
    // and none where no such type is watched, also in an array that was used before
    double[] used = new double[DerivedInputs.COUNT];
    Arrays.fill(used, 7);
    DerivedInputs.put(regular().toArray(), 0, used);
    assertThat(used).isEqualTo(DerivedInputs.of(regular()));
    for (int input = DerivedInputs.COMMON_COUNT; input < DerivedInputs.COUNT; input++) {
      assertThat(used[input]).isZero();
    }
  }

  @Test
  void no_input_of_a_type_jumps_on_the_day_its_last_event_leaves_a_window() {
    for (int days : new int[] {90, 364, 365}) {
      double[] before = inputsOfType(days - 1, days > 90 ? 0 : 0.5);
      double[] after = inputsOfType(days, 0);
      for (DerivedInputs input : DerivedInputs.values()) {
        if (input.name().endsWith("TYPE_1") && input != DerivedInputs.DAYS_SINCE_TYPE_1) {
          assertThat(after[input.ordinal()])
              .as("%s, %d days", input, days)
              .isEqualTo(before[input.ordinal()], within(0.02));
        }
      }
    }
  }

  @Test
  void inputs_of_types_are_taken_of_as_many_types_as_there_are() {
    assertThat(names(DerivedInputs.forLinear(1000))).noneMatch(name -> name.contains("TYPE"));
    assertThat(names(DerivedInputs.forLinear(1000, 2)))
        .contains("LOG_DAYS_SINCE_TYPE_1", "FADING_SHARE_OF_TYPE_2")
        .noneMatch(name -> name.contains("TYPE_3"));
    assertThat(names(DerivedInputs.forTrees(60, 1)))
        .contains("DAYS_SINCE_TYPE_1")
        .doesNotContain("CONTINUED_SHARE_OF_TYPE_1", "DAYS_SINCE_TYPE_2");
  }

  @Test
  void the_silent_share_of_the_90_days_is_full_for_longer_silences() {
    assertThat(input(lastActive(45), DerivedInputs.RECENT_SILENCE)).isEqualTo(0.5, EXACTLY);
    assertThat(input(lastActive(90), DerivedInputs.RECENT_SILENCE)).isEqualTo(1, EXACTLY);
    assertThat(input(lastActive(300), DerivedInputs.RECENT_SILENCE)).isEqualTo(1, EXACTLY);
    assertThat(input(lastActive(300), DerivedInputs.RECENT_SILENCE_TIMES_LOG_ACTIVE_DAYS))
        .isEqualTo(input(lastActive(300), DerivedInputs.LOG_ACTIVE_DAYS), EXACTLY);
  }

  @Test
  void every_input_is_computed() {
    double[] inputs = new double[DerivedInputs.COUNT];
    Arrays.fill(inputs, Double.NaN);

    DerivedInputs.put(regular().toArray(), 0, inputs);

    for (DerivedInputs input : DerivedInputs.values()) {
      assertThat(inputs[input.ordinal()]).as(input.name()).isFinite();
    }
  }

  @Test
  void a_feature_is_an_input_or_is_said_to_be_none() {
    double[] features = regular().toArray();
    double[] inputs = DerivedInputs.of(FeatureVector.of(features));
    for (Feature feature : Feature.values()) {
      double[] others = features.clone();
      others[feature.ordinal()] += 1.5;
      double[] changed = DerivedInputs.of(FeatureVector.of(others));
      Optional<DerivedInputs> input = DerivedInputs.of(feature);

      assertThat(!Arrays.equals(changed, inputs))
          .as("%s changes an input", feature)
          .isEqualTo(input.isPresent());
      input.ifPresent(
          itself ->
              assertThat(changed[itself.ordinal()])
                  .as("%s by %s", itself, feature)
                  .isNotEqualTo(inputs[itself.ordinal()]));
    }
  }

  @Test
  void inputs_are_finite_for_whatever_features() {
    double[] extremes = {
      -Double.MAX_VALUE, -1, -0.0, 0, Double.MIN_VALUE, 1e-9, 1, 100, 1e18, Double.MAX_VALUE
    };
    var random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      double[] values = new double[FeatureVector.WIDTH];
      Arrays.setAll(values, i -> extremes[random.nextInt(extremes.length)]);

      assertThat(
              Arrays.stream(DerivedInputs.of(FeatureVector.of(values))).allMatch(Double::isFinite))
          .as(Arrays.toString(values))
          .isTrue();
    }
  }
}
