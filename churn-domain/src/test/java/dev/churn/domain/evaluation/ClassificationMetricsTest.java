package dev.churn.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Every number here was worked out by hand from the ten rows below. */
class ClassificationMetricsTest {
  private static final Offset<Double> EXACTLY = within(1e-12);

  /** Sorted: .9+ .8− .8+ .6+ .5− .4+ .4+ .3− .1− .05− */
  private static final double[] SCORES = {.9, .8, .8, .6, .5, .4, .4, .3, .1, .05};

  private static final boolean[] CHURNED = {
    true, false, true, true, false, true, true, false, false, false
  };

  @Test
  void half_or_more_counts_as_predicted_to_churn() {
    Metrics found = ClassificationMetrics.judge(SCORES, CHURNED);

    // predicted: .9+ .8− .8+ .6+ .5−, that is 3 hits and 2 false alarms; missed: .4+ .4+
    assertThat(found.accuracy()).isEqualTo(0.6, EXACTLY);
    assertThat(found.precision()).isEqualTo(3.0 / 5, EXACTLY);
    assertThat(found.recall()).isEqualTo(3.0 / 5, EXACTLY);
    assertThat(found.f1Score()).isEqualTo(3.0 / 5, EXACTLY);
    assertThat(ConfusionMatrix.of(SCORES, CHURNED)).isEqualTo(new ConfusionMatrix(3, 2, 2, 3));
  }

  @Test
  void precision_recall_and_f1_differ_when_they_should() {
    // 1 hit, 0 false alarms, 2 missed, 1 right to stay
    Metrics found =
        ClassificationMetrics.judge(
            new double[] {.9, .2, .1, .3}, new boolean[] {true, true, true, false});

    assertThat(found.precision()).isEqualTo(1, EXACTLY);
    assertThat(found.recall()).isEqualTo(1.0 / 3, EXACTLY);
    assertThat(found.f1Score()).isEqualTo(0.5, EXACTLY);
    assertThat(found.accuracy()).isEqualTo(0.5, EXACTLY);
  }

  @Test
  void without_a_hit_precision_recall_and_f1_are_0() {
    Metrics found = ClassificationMetrics.judge(new double[] {.1, .2}, new boolean[] {true, false});

    assertThat(found.precision()).isZero();
    assertThat(found.recall()).isZero();
    assertThat(found.f1Score()).isZero();
  }

  @Test
  void ties_count_half_in_the_roc_area() {
    // stayed below each churned: .9: 5, .8: 3 + ½·... = 4 + ½, .6: 4, .4: 3, .4: 3
    assertThat(ClassificationMetrics.judge(SCORES, CHURNED).rocAuc())
        .isEqualTo((5 + 4.5 + 4 + 3 + 3) / 25, EXACTLY);
  }

  @Test
  void precision_at_tied_scores_is_taken_after_all_of_them() {
    // precision at .9: 1/1, .8: 2/3, .6: 3/4, at .4 for two at once: 5/7
    assertThat(ClassificationMetrics.judge(SCORES, CHURNED).prAuc())
        .isEqualTo((1 + 2.0 / 3 + 3.0 / 4 + 2 * 5.0 / 7) / 5, EXACTLY);
  }

  @Test
  void equal_scores_say_nothing() {
    double[] same = {.3, .3, .3, .3};
    Metrics found = ClassificationMetrics.judge(same, new boolean[] {true, false, false, false});

    assertThat(found.rocAuc()).isEqualTo(0.5, EXACTLY);
    assertThat(found.prAuc()).isEqualTo(0.25, EXACTLY);
    assertThat(found.topDecileLift()).isEqualTo(1, EXACTLY);
  }

  @Test
  void log_loss_is_in_nats() {
    double[] scores = {0.8, 0.4, 0.1};
    boolean[] churned = {true, true, false};

    assertThat(ClassificationMetrics.logLoss(scores, churned))
        .isEqualTo((0.22314355131420976 + 0.916290731874155 + 0.10536051565782628) / 3, EXACTLY);
  }

  @Test
  void brier_is_the_mean_squared_difference() {
    assertThat(
            ClassificationMetrics.brier(
                new double[] {0.8, 0.4, 0.1}, new boolean[] {true, true, false}))
        .isEqualTo((0.04 + 0.36 + 0.01) / 3, EXACTLY);
  }

  @Test
  void calibration_error_weighs_ten_equal_bins_by_their_rows() {
    // [0, .1): .05−; [.1, .2): .1−; [.3, .4): .3−; [.4, .5): .4+ .4+; [.5, .6): .5−;
    // [.6, .7): .6+; [.8, .9): .8− .8+; [.9, 1]: .9+
    double expected = .05 + .1 + .3 + Math.abs(.8 - 2) + .5 + .4 + Math.abs(1.6 - 1) + .1;

    assertThat(ClassificationMetrics.judge(SCORES, CHURNED).calibrationError())
        .isEqualTo(expected / 10, EXACTLY);
  }

  @Test
  void certainty_belongs_to_the_last_bin() {
    assertThat(
            ClassificationMetrics.calibrationError(
                new double[] {1, 0.95}, new boolean[] {true, false}))
        .isEqualTo(0.95 / 2, EXACTLY);
  }

  @Test
  void the_top_tenth_may_end_within_a_row_and_shares_its_ties() {
    // 12 rows: the top 1.2 are .9+ and .2 of three at .8 of which one churned; 4 of 12 churned
    double[] scores = {.9, .8, .8, .8, .7, .6, .5, .4, .3, .2, .1, .05};
    boolean[] churned = new boolean[12];
    churned[0] = true;
    churned[2] = true;
    churned[5] = true;
    churned[9] = true;

    assertThat(ClassificationMetrics.judge(scores, churned).topDecileLift())
        .isEqualTo(((1 + 0.2 / 3) / 1.2) / (4.0 / 12), EXACTLY);
  }

  @Test
  void the_lift_of_the_top_tenth_is_that_of_the_first_decile() {
    var random = new Random(4);
    for (int rows = 2; rows < 60; rows++) {
      double[] scores = new double[rows];
      boolean[] churned = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        scores[i] = random.nextInt(8) / 8.0; // many ties, and tenths that are not whole
        churned[i] = i == 0 || (i > 1 && random.nextBoolean());
      }

      assertThat(ClassificationMetrics.judge(bounded(scores), churned).topDecileLift())
          .as("%d rows", rows)
          .isEqualTo(Curves.of(bounded(scores), churned).decileLift().get(0));
    }
  }

  private static double[] bounded(double[] scores) {
    return Arrays.stream(scores).map(score -> 0.01 + 0.98 * score).toArray();
  }
}
