package dev.churn.training.btyd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.training.btyd.MbgNbd.Dropout;
import dev.churn.training.math.Logits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MbgNbdTest {
  /** The fit to CDNOW that Fader, Hardie and Lee publish; time in weeks. */
  private static MbgNbd published(Dropout dropout, int horizon) {
    return new MbgNbd(dropout, horizon, 0.243, 4.414, 0.793, 2.426);
  }

  /** Expected are double integrals over rates and chances, taken numerically with SciPy. */
  @ParameterizedTest
  @CsvSource({
    "AFTER_SECOND, 2, 30.43, 38.86, 0.2734214299, 0.4453728621",
    "AFTER_FIRST,  2, 30.43, 38.86, 0.2255807574, 0.4088541202",
    "AFTER_SECOND, 1,  1.71, 38.86, 0.7878990146, 0.8833326506",
    "AFTER_FIRST,  1,  1.71, 38.86, 0.7245526309, 0.8484886131",
    "AFTER_SECOND, 0,  0.00, 30.00, 0.0000000000, 0.8318449278",
    "AFTER_FIRST,  0,  0.00, 30.00, 0.3499790937, 0.8906956876",
    "AFTER_SECOND, 7, 29.00, 30.00, 0.1043621269, 0.1080678158",
    "AFTER_FIRST,  7, 29.00, 30.00, 0.0943348432, 0.0980820201",
    "AFTER_SECOND, 5,  3.00, 38.00, 0.9991351385, 0.9991634643",
    "AFTER_FIRST,  5,  3.00, 38.00, 0.9990006852, 0.9990334146"
  })
  void chances_are_those_that_integration_gives(
      Dropout dropout, double repeats, double last, double tenure, double gone, double none) {
    MbgNbd model = published(dropout, 39);

    assertThat(Logits.probability(model.logOddsGone(repeats, last, tenure)))
        .isEqualTo(gone, within(3e-7));
    assertThat(Logits.probability(model.logOdds(repeats, last, tenure)))
        .isEqualTo(none, within(3e-7));
  }

  @Test
  void who_has_not_bought_again_has_not_dropped_out_in_bg_nbd() {
    MbgNbd model = published(Dropout.AFTER_SECOND, 39);

    assertThat(model.logOddsGone(0, 0, 1e6)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(model.logOdds(0, 0, 100)).isGreaterThan(model.logOdds(0, 0, 50));
  }

  @ParameterizedTest
  @EnumSource
  void the_longer_silent_the_less_activity_is_expected(Dropout dropout) {
    MbgNbd model = published(dropout, 30);
    double before = Double.NEGATIVE_INFINITY;
    for (int silent = 0; silent < 3000; silent += 50) {
      double logOdds = model.logOdds(6, 120, 120 + silent);

      assertThat(logOdds).isFinite().isGreaterThanOrEqualTo(before);
      before = logOdds;
    }
    assertThat(before).isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void extreme_customers_and_parameters_give_finite_log_odds(Dropout dropout) {
    double[] sizes = {MbgNbd.SMALLEST, 1, 1 / MbgNbd.SMALLEST};
    for (double r : sizes) {
      for (double alpha : sizes) {
        for (double a : sizes) {
          var model = new MbgNbd(dropout, 30, r, alpha, a, 1);
          for (double tenure : new double[] {0, 1, 1e5, Double.MAX_VALUE}) {
            assertThat(model.logOdds(0, 0, tenure)).isFinite();
            assertThat(model.logOdds(1e5, tenure, tenure)).isFinite();
            assertThat(model.logOdds(1e5, 0, tenure)).isFinite();
          }
        }
      }
    }
  }

  @Test
  void parameters_that_mean_nothing_are_refused() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new MbgNbd(Dropout.AFTER_FIRST, 30, 1, wrong, 1, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Double.toString(wrong));
    }
    assertThatThrownBy(() -> new MbgNbd(Dropout.AFTER_FIRST, 0, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
