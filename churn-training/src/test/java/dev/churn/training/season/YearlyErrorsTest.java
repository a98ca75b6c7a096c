package dev.churn.training.season;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class YearlyErrorsTest {
  private static final LocalDate START = LocalDate.parse("2022-01-15");

  /** {@return the season that errors every 30 days show} */
  private static YearlyErrors.Expected of(int count, double variance, IntToDoubleFunction error) {
    List<DayError> errors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      errors.add(new DayError(START.plusDays(30L * i), error.applyAsDouble(i), variance));
    }
    return YearlyErrors.of(errors);
  }

  private static double wave(int month) {
    return .5 * Math.cos(2 * Math.PI * 30 * month / 365.25);
  }

  /**
   * One error e is normal with the variance v = τ² + κ² + .2² + s + .08², so that its density is
   * exp(−e²/2v)/√v but for a constant, and the season expected on its day is τ²·e/v.
   */
  @Test
  void one_error_is_weighed_as_by_hand() {
    double error = .4;
    double sampling = .02;
    double[][] seasons = {{0, .4}, {.15, .2}, {.3, .2}, {.6, .2}};
    double[][] drifts = {{0, .5}, {.15, .3}, {.3, .2}};
    double weights = 0;
    double some = 0;
    double expected = 0;
    for (double[] season : seasons) {
      for (double[] drift : drifts) {
        double v = season[0] * season[0] + drift[0] * drift[0] + .04 + sampling + .0064;
        double weight = season[1] * drift[1] * Math.exp(-error * error / 2 / v) / Math.sqrt(v);
        weights += weight;
        some += season[0] > 0 ? weight : 0;
        expected += weight * season[0] * season[0] * error / v;
      }
    }

    YearlyErrors.Expected found = of(1, sampling, i -> error);

    assertThat(found.probability()).isCloseTo(some / weights, within(1e-12));
    Season season = found.season();
    assertThat(season.on(START)).isCloseTo(expected / weights, within(1e-12));
    // 30 days later: exp(−2 sin²(π·30/365.25)/.36)
    assertThat(season.on(START.plusDays(30)) / season.on(START)).isCloseTo(.6964, within(.0001));
  }

  @Test
  void what_came_back_in_two_years_is_expected_in_the_third() {
    YearlyErrors.Expected found = of(24, .001, YearlyErrorsTest::wave);

    assertThat(found.probability()).isGreaterThan(.99);
    for (int month = 0; month < 12; month++) {
      assertThat(found.season().on(START.plusDays(30L * month + 731)))
          .isCloseTo(wave(month), within(.06));
    }
  }

  @Test
  void what_did_not_come_back_is_hardly_expected() {
    YearlyErrors.Expected found = of(24, .001, i -> i < 12 ? wave(i) : -wave(i));

    for (int month = 0; month < 12; month++) {
      assertThat(found.season().on(START.plusDays(30L * month))).isCloseTo(0, within(.06));
    }
  }

  @Test
  void a_drift_is_no_season() {
    YearlyErrors.Expected found = of(24, .001, i -> .02 * i - .24);

    for (int month = 0; month < 12; month++) {
      assertThat(found.season().on(START.plusDays(30L * month))).isCloseTo(0, within(.05));
    }
  }

  @Test
  void no_day_of_the_year_is_moved_by_more_than_twenty_times_the_odds() {
    Season season = of(24, .001, i -> 100 * wave(i)).season();

    assertThat(Arrays.stream(season.byDay()).max()).hasValue(3);
    assertThat(Arrays.stream(season.byDay()).min()).hasValue(-3);
  }

  @Test
  void errors_within_their_sampling_are_no_season() {
    YearlyErrors.Expected found = of(12, .09, i -> i % 2 == 0 ? .1 : -.1);

    assertThat(found.probability()).isLessThan(.6); // less than before
    for (int month = 0; month < 12; month++) {
      assertThat(found.season().on(START.plusDays(30L * month))).isCloseTo(0, within(.02));
    }
  }
}
