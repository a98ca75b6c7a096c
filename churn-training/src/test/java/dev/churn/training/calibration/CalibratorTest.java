package dev.churn.training.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.training.math.Logits;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CalibratorTest {
  private static final Offset<Double> EXACTLY = within(1e-12);

  /** Scores whose log-odds are spread evenly, and outcomes of a probability made from them. */
  private static final class Sample {
    final double[] scores;
    final boolean[] churned;
    final int[] folds;

    Sample(int rows, DoubleUnaryOperator truth) {
      var random = new Random(9);
      scores = new double[rows];
      churned = new boolean[rows];
      folds = new int[rows];
      for (int i = 0; i < rows; i++) {
        scores[i] = Logits.probability(-3 + 6.0 * i / rows);
        churned[i] = random.nextDouble() < truth.applyAsDouble(scores[i]);
        folds[i] = i % 5;
      }
    }
  }

  private static double line(double score) {
    return Logits.probability(0.5 * Logits.logOdds(score) + 1);
  }

  private static double stairs(double score) {
    return score < 0.2 ? 0.05 : score < 0.8 ? 0.5 : 0.6;
  }

  @Test
  void platt_finds_the_line_that_made_the_outcomes() {
    Sample sample = new Sample(40_000, CalibratorTest::line);

    var found = (Calibration.Platt) Calibrator.platt(sample.scores, sample.churned);

    assertThat(found.slope()).isEqualTo(0.5, within(0.03));
    assertThat(found.intercept()).isEqualTo(1, within(0.05));
  }

  @Test
  void platt_keeps_the_order_of_a_classifier_that_knows_nothing() {
    Sample sample = new Sample(2000, score -> 0.3 - 0.1 * score);

    Calibration found = Calibrator.platt(sample.scores, sample.churned);

    assertThat(found.calibrate(0.9)).isGreaterThan(found.calibrate(0.1));
    assertThat(found.calibrate(0.5)).isEqualTo(0.25, within(0.03));
  }

  @Test
  void isotonic_pools_neighbors_that_are_out_of_order() {
    // .2+ .3− .4− are one pool of rate 1/3; .5+ and .9+ .9+ have the same rate and are one, too
    double[] scores = {.1, .2, .3, .4, .5, .9, .9};
    boolean[] churned = {false, true, false, false, true, true, true};

    var found = (Calibration.Isotonic) Calibrator.isotonic(scores, churned);

    // one more row of 4/7 in each: (0 + 4/7)/2, (1 + 4/7)/4, (3 + 4/7)/4
    assertThat(found.from()).containsExactly(new double[] {.1, .3, 2.3 / 3}, EXACTLY);
    assertThat(found.to()).containsExactly(new double[] {8.0 / 28, 11.0 / 28, 25.0 / 28}, EXACTLY);
    assertThat(found.calibrate(0)).isEqualTo(8.0 / 28, EXACTLY);
    assertThat(found.calibrate(.2)).isEqualTo(19.0 / 56, EXACTLY);
    assertThat(found.calibrate(.3)).isEqualTo(11.0 / 28, EXACTLY);
    assertThat(found.calibrate(1)).isEqualTo(25.0 / 28, EXACTLY);
  }

  @Test
  void isotonic_of_scores_an_ulp_apart_can_be_written_and_read() {
    double score = 0.8742047275392966;
    double next = Math.nextUp(score);
    double[] scores = {score, score, score, score, score, next, next, next, next};
    boolean[] churned = {false, false, false, false, true, true, true, true, true};

    var found = (Calibration.Isotonic) Calibrator.isotonic(scores, churned);

    for (int i = 1; i < found.from().length; i++) {
      assertThat(found.from()[i]).isGreaterThan(found.from()[i - 1]);
    }
  }

  @Test
  void isotonic_never_decreases() {
    Sample sample = new Sample(3000, score -> 0.5 + 0.4 * Math.sin(20 * score));

    Calibration found = Calibrator.isotonic(sample.scores, sample.churned);

    double[] calibrated = Arrays.stream(sample.scores).map(found::calibrate).toArray();
    for (int i = 1; i < calibrated.length; i++) {
      assertThat(calibrated[i]).isGreaterThanOrEqualTo(calibrated[i - 1]);
    }
  }

  @Test
  void the_calibration_that_does_better_on_rows_not_fitted_to_is_chosen() {
    Sample straight = new Sample(3000, CalibratorTest::line);
    Sample stepped = new Sample(30_000, CalibratorTest::stairs);

    assertThat(Calibrator.fit(straight.scores, straight.churned, straight.folds, 5))
        .isInstanceOf(Calibration.Platt.class);
    Calibration stairs = Calibrator.fit(stepped.scores, stepped.churned, stepped.folds, 5);
    assertThat(stairs).isInstanceOf(Calibration.Isotonic.class);
    assertThat(stairs.calibrate(0.1)).isEqualTo(0.05, within(0.02));
    assertThat(stairs.calibrate(0.5)).isEqualTo(0.5, within(0.05));
  }

  @Test
  void what_is_calibrated_stays_as_it_is() {
    Sample right = new Sample(3000, score -> score);

    assertThat(Calibrator.fit(right.scores, right.churned, right.folds, 5))
        .isInstanceOf(Calibration.None.class);
  }
}
