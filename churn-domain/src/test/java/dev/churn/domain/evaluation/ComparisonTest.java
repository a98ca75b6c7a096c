package dev.churn.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.statistics.Interval;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Interval AROUND_0 = new Interval(-0.01, 0.01);

  @Test
  void a_model_is_as_good_as_itself() {
    double[] same = {.9, .2, .4, .3, .8};
    boolean[] churned = {true, false, true, false, false};

    Comparison comparison = Comparison.of(same, same, churned, new long[] {1, 2, 3, 4, 5}, 1);

    assertThat(comparison).isEqualTo(new Comparison(0, new Interval(0, 0), 0, new Interval(0, 0)));
  }

  @Test
  void the_truth_is_better_than_the_truth_blurred_and_the_other_way_round() {
    var random = new Random(3);
    int rows = 4000;
    boolean[] churned = new boolean[rows];
    double[] truth = new double[rows];
    double[] blurred = new double[rows];
    for (int i = 0; i < rows; i++) {
      double logOdds = 1.5 * random.nextGaussian();
      truth[i] = 1 / (1 + Math.exp(-logOdds));
      blurred[i] = 1 / (1 + Math.exp(-logOdds - random.nextGaussian()));
      churned[i] = random.nextDouble() < truth[i];
    }
    long[] customers = LongStream.range(0, rows).toArray();

    Comparison better = Comparison.of(truth, blurred, churned, customers, 1);
    Comparison worse = Comparison.of(blurred, truth, churned, customers, 1);

    assertThat(better.rocAucInterval().liesAbove(0)).isTrue();
    assertThat(better.logLossInterval().liesBelow(0)).isTrue();
    assertThat(worse.rocAucInterval().liesBelow(0)).isTrue();
    assertThat(worse.logLossInterval().liesAbove(0)).isTrue();
    assertThat(better.logLossDifference())
        .isEqualTo(
            ClassificationMetrics.logLoss(truth, churned)
                - ClassificationMetrics.logLoss(blurred, churned),
            within(1e-12));
  }

  @Test
  void words_show_three_decimals_without_a_leading_zero() {
    assertThat(
            new Comparison(.0041, new Interval(-.0059, .0141), -.003, new Interval(-.008, .002))
                .inWords())
        .isEqualTo("ROC AUC by .004 ± .010, log-loss by −.003 ± .005");
    assertThat(new Comparison(-.0001, AROUND_0, 1.25, new Interval(.25, 2.25)).inWords())
        .isEqualTo("ROC AUC by .000 ± .010, log-loss by 1.250 ± 1.000");
  }
}
