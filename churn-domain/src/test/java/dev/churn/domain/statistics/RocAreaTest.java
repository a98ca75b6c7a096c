package dev.churn.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RocAreaTest {
  private static final Offset<Double> EXACTLY = within(1e-12);

  @Test
  void variance_is_that_of_the_placements() {
    // churned .9 .5 .4, stayed .6 .4 .1; placements of churned 1, 2/3, 1½/3; of stayed, from the
    // top, 1/3, 2½/3, 1. Means 13/18; sums of squared differences 7/54 and 13/54.
    RocArea area =
        RocArea.of(
            Ranking.of(
                new double[] {.9, .6, .5, .4, .4, .1},
                new boolean[] {true, false, true, true, false, false}));

    assertThat(area.area()).isEqualTo(13.0 / 18, EXACTLY);
    assertThat(area.variance()).isEqualTo(7.0 / 54 / 2 / 3 + 13.0 / 54 / 2 / 3, EXACTLY);
  }

  @Test
  void the_interval_is_symmetric_in_log_odds() {
    RocArea area = new RocArea(0.8, 0.0003, 0.0004, 100);

    // t with 99 degrees of freedom is 1.98421695; times 0.02 / (0.8 · 0.2) around ln 4
    double margin = 1.98421695 / 8;
    assertThat(area.interval().low()).isEqualTo(1 / (1 + Math.exp(margin) / 4), within(1e-6));
    assertThat(area.interval().high()).isEqualTo(1 / (1 + Math.exp(-margin) / 4), within(1e-6));
  }

  @Test
  void the_variance_of_the_interval_counts_a_further_row_of_each_class() {
    // area 13/18; placements as above; 2A²/(1 + A) − A² is .0841298
    RocArea area =
        RocArea.of(
            Ranking.of(
                new double[] {.9, .6, .5, .4, .4, .1},
                new boolean[] {true, false, true, true, false, false}));

    assertThat(area.cautiousVariance())
        .isEqualTo((7.0 / 54 + 0.0841298) / 9 + (13.0 / 54 + 0.0841298) / 9, within(1e-6));
  }

  /**
   * A score is normal with variance 1, of churned rows around a higher mean, so that the true area
   * is Φ(mean / √2). Normal quantiles with DeLong's variance cover it 92.5 %, 88.6 % and 84.5 % of
   * the time with 12 of 400, and 94.4 %, 93.4 % and 88.7 % with 30 of 1,000.
   */
  @ParameterizedTest
  @CsvSource({
    "12, 388, 1.0, 0.760249939, 0.94",
    "12, 388, 1.8, 0.898454106, 0.94",
    "12, 388, 2.5, 0.961450064, 0.94",
    "30, 970, 1.0, 0.760249939, 0.94",
    "30, 970, 1.8, 0.898454106, 0.93",
    "30, 970, 2.5, 0.961450064, 0.90",
    "100, 300, 1.8, 0.898454106, 0.93",
    "388, 12, 1.8, 0.898454106, 0.94"
  })
  void the_interval_covers_the_true_area_about_95_percent_of_the_time(
      int churnedCount, int stayedCount, double mean, double truth, double least) {
    var random = new Random(5);
    boolean[] churned = new boolean[churnedCount + stayedCount];
    Arrays.fill(churned, 0, churnedCount, true);
    int covered = 0;
    int rounds = 2000;
    for (int round = 0; round < rounds; round++) {
      double[] scores = new double[churned.length];
      Arrays.setAll(scores, i -> random.nextGaussian() + (churned[i] ? mean : 0));
      Interval interval = RocArea.of(Ranking.of(scores, churned)).interval();
      covered += !interval.liesAbove(truth) && !interval.liesBelow(truth) ? 1 : 0;
    }

    assertThat((double) covered / rounds).isBetween(least, 0.99);
  }

  @Test
  void a_perfect_order_of_few_rows_is_not_certain() {
    RocArea perfect =
        RocArea.of(
            Ranking.of(
                new double[] {.9, .8, .3, .2, .1},
                new boolean[] {true, true, false, false, false}));
    RocArea reversed =
        RocArea.of(
            Ranking.of(
                new double[] {.1, .2, .7, .8, .9},
                new boolean[] {true, true, false, false, false}));

    // two successes of two: 0.025^(1/2)
    assertThat(perfect.interval().low()).isEqualTo(0.15811388300841897, EXACTLY);
    assertThat(perfect.interval().high()).isEqualTo(1);
    assertThat(reversed.interval().low()).isEqualTo(0);
    assertThat(reversed.interval().high()).isEqualTo(1 - 0.15811388300841897, EXACTLY);
  }

  @Test
  void of_a_single_row_nothing_is_known() {
    RocArea area =
        RocArea.of(Ranking.of(new double[] {.9, .6, .5}, new boolean[] {false, true, false}));

    assertThat(area.area()).isEqualTo(0.5, EXACTLY);
    assertThat(area.interval().low()).isZero();
    assertThat(area.interval().high()).isEqualTo(1);
  }

  @Test
  void negative_zero_ties_with_zero() {
    RocArea area = RocArea.of(Ranking.of(new double[] {0.0, -0.0}, new boolean[] {true, false}));

    assertThat(area.area()).isEqualTo(0.5, EXACTLY);
  }

  @Test
  void area_and_variance_agree_with_comparing_all_pairs() {
    var random = new Random(3);
    double[] scores = new double[300];
    boolean[] churned = new boolean[300];
    for (int i = 0; i < scores.length; i++) {
      churned[i] = random.nextInt(3) == 0;
      scores[i] = (random.nextInt(20) + (churned[i] ? 4 : 0)) / 24.0; // with many ties
    }

    RocArea area = RocArea.of(Ranking.of(scores, churned));

    assertThat(area.area()).isEqualTo(meanOverPairs(scores, churned), EXACTLY);
    assertThat(area.variance()).isEqualTo(varianceOverPairs(scores, churned), EXACTLY);
  }

  private static double meanOverPairs(double[] scores, boolean[] churned) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < scores.length; i++) {
      for (int j = 0; j < scores.length; j++) {
        if (churned[i] && !churned[j]) {
          sum += wins(scores[i], scores[j]);
          pairs++;
        }
      }
    }
    return sum / pairs;
  }

  /** DeLong's definition, quadratic: variance of the placements of each class over its size. */
  private static double varianceOverPairs(double[] scores, boolean[] churned) {
    double mean = meanOverPairs(scores, churned);
    double variance = 0;
    for (boolean side : new boolean[] {true, false}) {
      double squares = 0;
      int rows = 0;
      for (int i = 0; i < scores.length; i++) {
        if (churned[i] != side) {
          continue;
        }
        double placement = 0;
        int others = 0;
        for (int j = 0; j < scores.length; j++) {
          if (churned[j] != side) {
            placement += side ? wins(scores[i], scores[j]) : wins(scores[j], scores[i]);
            others++;
          }
        }
        double difference = placement / others - mean;
        squares += difference * difference;
        rows++;
      }
      variance += squares / (rows - 1) / rows;
    }
    return variance;
  }

  private static double wins(double churned, double stayed) {
    return churned > stayed ? 1 : churned == stayed ? 0.5 : 0;
  }
}
