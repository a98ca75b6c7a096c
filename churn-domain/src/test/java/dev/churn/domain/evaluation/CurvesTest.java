package dev.churn.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.Curves.GainsPoint;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Curves.RocPoint;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small curves were worked out by hand. */
class CurvesTest {
  /** Sorted: .9+ .8− .8+ .6+ .4−. */
  private static final Curves SMALL =
      Curves.of(new double[] {.8, .4, .9, .6, .8}, new boolean[] {true, false, true, true, false});

  @Test
  void roc_points_stand_after_each_score_and_both_ends_are_there() {
    assertThat(SMALL.roc())
        .containsExactly(
            new RocPoint(0, 0),
            new RocPoint(0, 1.0 / 3),
            new RocPoint(1.0 / 2, 2.0 / 3),
            new RocPoint(1.0 / 2, 1),
            new RocPoint(1, 1));
  }

  @Test
  void reliability_shows_the_bins_that_have_rows() {
    assertThat(SMALL.reliability())
        .containsExactly(
            new ReliabilityBin(.4, .5, 1, .4, 0),
            new ReliabilityBin(.6, .7, 1, .6, 1),
            new ReliabilityBin(.8, .9, 2, .8, .5),
            new ReliabilityBin(.9, 1, 1, .9, 1));
  }

  @Test
  void gains_take_a_share_of_the_rows_that_tie() {
    // a tenth is half a row: .9+ gives ⅙ each for two tenths, the tie at .8 ¹⁄₁₂ each for four
    double[] reached = {0, 2, 4, 5, 6, 7, 8, 10, 12, 12, 12};
    assertThat(SMALL.gains()).hasSize(11);
    for (int i = 0; i <= 10; i++) {
      GainsPoint point = SMALL.gains().get(i);
      assertThat(point.contacted()).isEqualTo(i / 10.0);
      assertThat(point.reached()).isEqualTo(reached[i] / 12, within(1e-12));
    }
  }

  @Test
  void lift_of_a_decile_is_its_churn_rate_over_that_of_all() {
    // churn rate of all is ⅗; of the first decile 1, of the third ½, of the last 0
    List<Double> lift = SMALL.decileLift();

    assertThat(lift).hasSize(10);
    assertThat(lift.get(0)).isEqualTo(1 / .6, within(1e-12));
    assertThat(lift.get(2)).isEqualTo(.5 / .6, within(1e-12));
    assertThat(lift.get(9)).isEqualTo(0, within(1e-12));
  }

  @Test
  void many_scores_give_101_points_at_most_that_never_fall() {
    for (int rows : new int[] {2, 99, 100, 101, 150, 5000}) {
      var random = new Random(rows);
      double[] probabilities = new double[rows];
      boolean[] churned = new boolean[rows];
      for (int i = 0; i < rows; i++) {
        probabilities[i] = random.nextDouble();
        churned[i] = i == 0 || (i > 1 && random.nextDouble() < probabilities[i]);
      }

      Curves curves = Curves.of(probabilities, churned);

      assertThat(curves.roc()).hasSizeLessThanOrEqualTo(Curves.MAX_ROC_POINTS);
      assertThat(curves.roc().size()).isGreaterThanOrEqualTo(Math.min(rows, 75));
      assertThat(curves.roc()).startsWith(new RocPoint(0, 0)).endsWith(new RocPoint(1, 1));
      assertThat(curves.roc()).extracting(RocPoint::falsePositiveRate).isSorted();
      assertThat(curves.roc()).extracting(RocPoint::truePositiveRate).isSorted();
      assertThat(curves.gains()).startsWith(new GainsPoint(0, 0)).endsWith(new GainsPoint(1, 1));
      assertThat(curves.gains()).hasSize(11).extracting(GainsPoint::reached).isSorted();
      assertThat(curves.reliability().stream().mapToLong(ReliabilityBin::rows).sum())
          .isEqualTo(rows);
    }
  }
}
