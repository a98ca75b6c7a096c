package dev.churn.domain.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The formulas are spelled out here, so that a changed scale is noticed. */
class RfmCountsTest {
  private static double recencyScore(int silentDays) {
    return 100 * Math.max(0, 1 - silentDays / 365.0);
  }

  private static double engagementScore(int silentDays) {
    return 30 * Math.exp(-silentDays / 30.0);
  }

  @Test
  void recency_tells_the_silent_days_of_a_year() {
    for (int days = 0; days <= 365; days++) {
      assertThat(RfmCounts.recencyDays(recencyScore(days))).isEqualTo(days);
      assertThat(RfmCounts.silentDays(recencyScore(days), engagementScore(days), 4000))
          .isEqualTo(days);
    }
    assertThat(RfmCounts.recencyDays(recencyScore(1000))).isEqualTo(365);
  }

  @Test
  void engagement_tells_the_silent_days_beyond_a_year() {
    for (int days = 366; days <= 3000; days++) {
      assertThat(RfmCounts.silentDays(0, engagementScore(days), 4000)).isEqualTo(days);
    }
  }

  @Test
  void nobody_is_silent_for_longer_than_known_but_for_those_who_were_never_active() {
    assertThat(RfmCounts.silentDays(0, engagementScore(800), 700)).isEqualTo(700);
    assertThat(RfmCounts.silentDays(0, 0, 900)).isEqualTo(900);
    assertThat(RfmCounts.silentDays(0, 0, 0)).isEqualTo(365);
  }

  @Test
  void frequency_tells_the_active_days() {
    for (int days = 0; days <= 90; days++) {
      double score = 100 * Math.min(1, Math.log1p(days) / Math.log(101));

      assertThat(RfmCounts.activeDays90(score)).isEqualTo(days);
    }
  }

  @Test
  void the_mean_gap_tells_the_number_of_all_active_days() {
    int tenure = 1000;
    int silent = 37;
    for (int days = 2; days <= tenure - silent + 1; days++) {
      double gap = (tenure - silent) / (days - 1.0);

      assertThat(RfmCounts.activeDays(tenure, silent, gap)).isEqualTo(days);
    }
    assertThat(RfmCounts.activeDays(50, 50, 50)).isEqualTo(1);
    assertThat(RfmCounts.activeDays(0, 0, 0)).isEqualTo(1);
  }

  @Test
  void silence_and_active_days_follow_from_the_features_of_a_customer() {
    FeatureVector often =
        Vectors.of(recencyScore(700), 0, 0, engagementScore(700), 1000, 0, 0, 100);
    FeatureVector once = Vectors.of(recencyScore(50), 0, 0, engagementScore(50), 50, 0, 0, 50);

    assertThat(RfmCounts.silentDays(often)).isEqualTo(700);
    assertThat(RfmCounts.activeDays(often)).isEqualTo(4); // (1000 − 700) / 100 + 1
    assertThat(RfmCounts.silentDays(once)).isEqualTo(50);
    assertThat(RfmCounts.activeDays(once)).isEqualTo(1);
    // nobody is known for less than 0 days
    assertThat(RfmCounts.silentDays(Vectors.of(0, 0, 0, 0, -7, 0, 0, 1))).isEqualTo(365);
    assertThat(RfmCounts.activeDays(Vectors.of(0, 0, 0, 0, -7, 0, 0, 1))).isEqualTo(1);
  }

  @Test
  void the_monetary_score_tells_the_money_up_to_the_reference() {
    double reference = 1500;
    for (double money : new double[] {0, 0.01, 9.99, 100, 1499, 1500}) {
      double score = 100 * Math.log1p(money) / Math.log1p(reference);

      assertThat(RfmCounts.money90(score, reference)).isEqualTo(money, within(1e-9));
    }
  }

  @Test
  void a_monetary_score_by_another_reference_tells_the_same_money() {
    double score = 100 * Math.log1p(400) / Math.log1p(1000);

    double larger = RfmCounts.monetaryScore(score, 1000, 5000);
    double smaller = RfmCounts.monetaryScore(score, 1000, 300);

    assertThat(RfmCounts.money90(larger, 5000)).isEqualTo(400, within(1e-9));
    assertThat(smaller).as("more than the reference").isEqualTo(100);
  }

  @Test
  void impossible_scores_count_as_the_nearest_possible() {
    assertThat(RfmCounts.recencyDays(120)).isZero();
    assertThat(RfmCounts.recencyDays(-1e300)).isEqualTo(365);
    assertThat(RfmCounts.activeDays90(-5)).isZero();
    assertThat(RfmCounts.activeDays90(1e300)).isEqualTo(100);
  }

  @Test
  void the_trend_is_a_slope_over_thirty_days() {
    double squares = 0;
    for (int day = 0; day < 30; day++) {
      squares += (day - 14.5) * (day - 14.5);
    }

    assertThat(RfmScales.TREND_DAYS).isEqualTo(30);
    assertThat(RfmScales.TREND_SQUARES).isEqualTo(squares);
  }
}
