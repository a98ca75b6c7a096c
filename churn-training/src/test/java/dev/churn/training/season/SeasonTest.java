package dev.churn.training.season;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SeasonTest {
  private static Season of(int day, double logOdds) {
    double[] byDay = new double[Season.DAYS];
    byDay[day] = logOdds;
    return new Season(byDay);
  }

  @Test
  void a_date_has_the_same_place_in_every_year() {
    Season march = of(60, .25); // January 31, February 29

    for (int year : new int[] {1999, 2023, 2024, 2100}) {
      assertThat(march.on(LocalDate.of(year, 3, 1))).isEqualTo(.25);
      assertThat(march.on(LocalDate.of(year, 2, 28))).isZero();
      assertThat(march.on(LocalDate.of(year, 12, 31))).isZero();
    }
    assertThat(of(59, .5).on(LocalDate.of(2024, 2, 29))).isEqualTo(.5);
    assertThat(of(365, .5).on(LocalDate.of(2023, 12, 31))).isEqualTo(.5);
  }

  @Test
  void the_range_names_its_days() {
    assertThat(of(59, -.314).range()).isEqualTo("-0.31 on 02-29 to 0.00 on 01-01");
  }

  @Test
  void a_season_is_finite_log_odds_for_each_day() {
    assertThatThrownBy(() -> new Season(new double[365]))
        .isInstanceOf(IllegalArgumentException.class);
    for (double wrong : new double[] {Double.NaN, 3.1, -3.1}) {
      assertThatThrownBy(() -> of(3, wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
