package dev.churn.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.Gain;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DayToDayTest {
  private static final double PRIOR = 0.1;

  @Test
  void a_single_cut_says_what_the_prior_says() {
    DayToDay change = DayToDay.of(new double[] {0.7}, new double[] {0.01}, PRIOR);

    assertThat(change.variance()).isEqualTo(0.01, within(1e-12));
    assertThat(change.degrees()).isEqualTo(DayToDay.PRIOR_DEGREES);
  }

  @Test
  void differences_count_as_far_as_sampling_does_not_hide_them() {
    DayToDay change =
        DayToDay.of(new double[] {1, 0.6, 0.9}, new double[] {0.01, 0.01, 0.03}, PRIOR);

    // shares 2·.01 / (2·.01 + .02) = 1/2 and 2·.01 / (2·.01 + .04) = 1/3, weights 1/4 and 1/9;
    // excesses (.16 − .02) / 2 = .07 and (.09 − .04) / 2 = .025
    double degrees = DayToDay.PRIOR_DEGREES + 1 / 4.0 + 1 / 9.0;
    double sum = DayToDay.PRIOR_DEGREES * 0.01 + 0.07 / 4 + 0.025 / 9;
    assertThat(change.degrees()).isEqualTo(degrees, within(1e-12));
    assertThat(change.variance()).isEqualTo(sum / degrees, within(1e-12));
  }

  @Test
  void cuts_without_a_finite_value_or_variance_are_left_out() {
    double[] values = {0.7, Double.POSITIVE_INFINITY, 0.5, 0.6};
    double[] sampling = {0.01, 0.01, Double.NaN, 0.01};

    assertThat(DayToDay.of(values, sampling, PRIOR))
        .isEqualTo(DayToDay.of(new double[0], new double[0], PRIOR));
  }

  @Test
  void the_order_of_time_does_not_matter_and_more_change_is_never_less() {
    var random = new Random(4);
    for (int run = 0; run < 200; run++) {
      double[] values = random.doubles(5).toArray();
      double[] sampling = random.doubles(5, 0, 0.05).toArray();
      double[] back = new double[5];
      double[] backSampling = new double[5];
      double[] twice = new double[5];
      for (int i = 0; i < 5; i++) {
        back[i] = values[4 - i];
        backSampling[i] = sampling[4 - i];
        twice[i] = 2 * values[i] + 3;
      }
      DayToDay change = DayToDay.of(values, sampling, PRIOR);

      DayToDay reversed = DayToDay.of(back, backSampling, PRIOR);
      assertThat(reversed.variance()).isEqualTo(change.variance(), within(1e-12));
      assertThat(DayToDay.of(twice, sampling, PRIOR).variance())
          .isGreaterThanOrEqualTo(change.variance());
    }
  }

  @Test
  void a_margin_ahead_holds_sampling_twice_and_the_change_twice() {
    // both parts 2 · .01: freedom (.04)² / (.02² / 6 + .02² / 6) = 12, whose quantile is 2.1788
    var change = new DayToDay(0.01, 6);

    assertThat(change.marginAhead(0.01, 7)).isEqualTo(2.1788 * 0.2, within(1e-3));
    assertThat(new DayToDay(0, 6).marginAhead(0, 7)).isZero();
  }

  @Test
  void the_interval_ahead_lies_in_log_odds_around_the_area() {
    double[] scores = {.1, .2, .3, .4, .5, .6, .7, .8};
    boolean[] churned = {false, false, true, false, true, false, true, true};
    RocArea area = RocArea.of(Ranking.of(scores, churned));
    var none = new DayToDay(0, 6);

    Interval ahead = area.intervalAhead(none);
    double low = area.logOdds() - Math.log(ahead.low() / (1 - ahead.low()));
    double high = Math.log(ahead.high() / (1 - ahead.high())) - area.logOdds();

    assertThat(low).isEqualTo(high, within(1e-9));
    assertThat(low)
        .isEqualTo(StudentT.quantile975(3) * Math.sqrt(2 * area.logOddsVariance()), within(1e-9));
    assertThat(ahead.low()).isLessThan(area.interval().low());
    assertThat(area.intervalAhead(new DayToDay(0.1, 6)).high()).isGreaterThan(ahead.high());
  }

  @Test
  void perfect_and_tiny_rankings_have_an_interval() {
    boolean[] churned = {false, false, false, true, true, true};
    RocArea perfect = RocArea.of(Ranking.of(new double[] {1, 2, 3, 4, 5, 6}, churned));
    RocArea single =
        RocArea.of(Ranking.of(new double[] {1, 2, 3}, new boolean[] {false, false, true}));
    var change = new DayToDay(0.01, 6);

    assertThat(perfect.intervalAhead(change).low())
        .isEqualTo(Math.pow(0.025, 2 / 3.0), within(1e-12));
    assertThat(perfect.intervalAhead(change).high()).isEqualTo(1);
    assertThat(single.intervalAhead(change)).isEqualTo(new Interval(0, 1));
  }

  @Test
  void a_gain_ahead_is_the_difference_of_the_areas() {
    double[] first = {.1, .2, .3, .4, .5, .6};
    double[] second = {.1, .4, .3, .2, .5, .6};
    boolean[] churned = {false, false, true, false, true, true};
    long[] customers = {1, 2, 3, 4, 5, 6};

    Gain gain = Gain.ahead(first, second, churned, customers, new DayToDay(0.0001, 6));

    assertThat(gain.rocAuc()).isEqualTo(8 / 9.0 - 8 / 9.0, within(1e-12));
    assertThat(Gain.ahead(first, first, churned, customers, new DayToDay(0.0001, 6)).interval())
        .satisfies(
            interval -> {
              // nothing but the change from day to day: six degrees, 2.4469 · √(2 · .0001)
              assertThat(interval.high()).isEqualTo(2.4469 * 0.0141421, within(1e-4));
              assertThat(interval.low()).isEqualTo(-interval.high(), within(1e-12));
            });
    assertThat(gain.interval().high()).isLessThanOrEqualTo(1);
  }

  @Test
  void nonsense_is_refused() {
    assertThatThrownBy(() -> new DayToDay(-1, 6)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DayToDay(Double.NaN, 6))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DayToDay(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
