package dev.churn.domain.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ActiveWindowTest {
  @ParameterizedTest
  @CsvSource({
    "90, 0, true",
    "90, 89, true",
    "90, 90, false",
    "365, 364, true",
    "365, 365, false",
    "1000, 999, true",
    "1000, 1000, false",
    "0, 3000, true"
  })
  void a_customer_is_active_within_the_window(int window, int silent, boolean active) {
    assertThat(new ActiveWindow(window).includes(silentFor(silent))).isEqualTo(active);
    assertThat(new ActiveWindow(window).activityOf(silentFor(silent)))
        .isEqualTo(
            new CustomerActivity(active ? CustomerState.ACTIVE : CustomerState.LAPSED, silent));
  }

  @ParameterizedTest
  @CsvSource({"90, LAPSED", "365, LAPSED", "366, LAPSED", "3000, LAPSED", "0, ACTIVE"})
  void a_customer_who_was_never_active_is_lapsed_by_every_window(int window, CustomerState state) {
    FeatureVector never = FeatureVector.of(new double[] {0, 0, 40, 0, 0, 0, 12, 0});

    assertThat(new ActiveWindow(window).includes(never)).isEqualTo(state == CustomerState.ACTIVE);
    assertThat(new ActiveWindow(window).activityOf(never))
        .isEqualTo(new CustomerActivity(state, RfmScales.RECENCY_DAYS));
  }

  /** {@return the features of one who was active on two days, the last of them so long ago} */
  private static FeatureVector silentFor(int silent) {
    double fresh = Math.exp(-silent / RfmScales.FRESHNESS_DAYS);
    double recent = silent < RfmScales.RECENT_DAYS ? 20 : 0;
    return FeatureVector.of(
        new double[] {
          100 * Math.max(0, 1 - silent / (double) RfmScales.RECENCY_DAYS),
          recent,
          0,
          100 * RfmScales.ENGAGEMENT_FRESHNESS_WEIGHT * fresh + recent,
          silent + 400,
          0,
          12,
          400
        });
  }
}
