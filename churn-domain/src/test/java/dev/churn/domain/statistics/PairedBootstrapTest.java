package dev.churn.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.Gain;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedBootstrapTest {
  private static final double Z_95 = 1.959963984540054;

  /**
   * Customers, whether they churned, and two scores of each: what both see plus what each sees
   * alone.
   */
  private static final class Simulated {
    final boolean[] churned;
    final double[] first;
    final double[] second;

    Simulated(boolean[] churned, double[] first, double[] second) {
      this.churned = churned;
      this.first = first;
      this.second = second;
    }

    static Simulated of(int rows, double signal, double advantage, Random random) {
      boolean[] churned = new boolean[rows];
      double[] first = new double[rows];
      double[] second = new double[rows];
      for (int i = 0; i < rows; i++) {
        churned[i] = random.nextInt(3) == 0;
        double common = random.nextGaussian() + (churned[i] ? signal : 0);
        first[i] = common + random.nextGaussian() / 2 + (churned[i] ? advantage : 0);
        second[i] = common + random.nextGaussian() / 2;
      }
      return new Simulated(churned, first, second);
    }

    Gain gain(long seed) {
      return Gain.of(first, second, churned, customers(churned.length), seed);
    }
  }

  private static long[] customers(int count) {
    return LongStream.range(0, count).map(i -> i * 7919).toArray();
  }

  /** The standard deviation of 1000 replicates is itself known to 2.2 %, of 500 to 3.2 %. */
  @ParameterizedTest
  @CsvSource({"400, 0.08", "4000, 0.08", "40000, 0.11"}) // the last draws 500 replicates
  void margin_is_that_of_the_paired_variance_of_delong(int rows, double tolerance) {
    Simulated simulated = Simulated.of(rows, 0.8, 0.1, new Random(3));

    Gain gain = simulated.gain(1);

    double area = RocArea.of(Ranking.of(simulated.first, simulated.churned)).area();
    double other = RocArea.of(Ranking.of(simulated.second, simulated.churned)).area();
    assertThat(gain.rocAuc()).isEqualTo(area - other, within(1e-12));
    double margin = Z_95 * Math.sqrt(delongVariance(simulated));
    assertThat(gain.interval().halfWidth() / margin).isEqualTo(1, within(tolerance));
  }

  /** DeLong's variance of a difference: that of the differences of the placements. */
  private static double delongVariance(Simulated simulated) {
    double variance = 0;
    for (boolean side : new boolean[] {true, false}) {
      double[] ones = placements(simulated.first, simulated.churned, side);
      double[] others = placements(simulated.second, simulated.churned, side);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < ones.length; i++) {
        double difference = ones[i] - others[i];
        sum += difference;
        squares += difference * difference;
      }
      variance += (squares - sum * sum / ones.length) / (ones.length - 1.0) / ones.length;
    }
    return variance;
  }

  /** Scores have no ties here. */
  private static double[] placements(double[] scores, boolean[] churned, boolean side) {
    double[] own = pick(scores, churned, side);
    double[] others = pick(scores, churned, !side);
    Arrays.sort(others);
    double[] placements = new double[own.length];
    for (int i = 0; i < own.length; i++) {
      double below = -1.0 - Arrays.binarySearch(others, own[i]);
      placements[i] = side ? below / others.length : 1 - below / others.length;
    }
    return placements;
  }

  private static double[] pick(double[] scores, boolean[] churned, boolean side) {
    return IntStream.range(0, scores.length)
        .filter(i -> churned[i] == side)
        .mapToDouble(i -> scores[i])
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"24, 0", "120, 0", "120, 0.4", "240, 0.8"})
  void of_equally_good_scores_the_interval_covers_0_about_19_times_in_20(int rows, double signal) {
    var random = new Random(11);
    int sets = 400;
    int covered = 0;
    for (int i = 0; i < sets; i++) {
      Interval interval = Simulated.of(rows, signal, 0, random).gain(i).interval();
      covered += interval.liesAbove(0) || interval.liesBelow(0) ? 0 : 1;
    }

    // 380 expected, with a standard deviation of 4.4; few rows may be more cautious, never less
    assertThat(covered).isBetween(366, rows < 100 ? sets : 394);
  }

  @ParameterizedTest
  @CsvSource({"1500, 1.9615", "3, 4.3027"}) // Student's t of the smaller class less one
  void the_mean_difference_has_the_margin_of_a_mean(int churnedRows, double quantile) {
    var random = new Random(5);
    int rows = 3000;
    boolean[] churned = new boolean[rows];
    double[] first = new double[rows];
    double[] second = new double[rows];
    for (int i = 0; i < rows; i++) {
      churned[i] = i < churnedRows;
      second[i] = 10 * random.nextDouble();
      first[i] = second[i] + 0.3 + random.nextGaussian();
    }

    PairedBootstrap.Difference found =
        new PairedBootstrap(churned, customers(rows), 1).meanDifference(first, second);

    assertThat(found.value()).isEqualTo(0.3, within(0.05));
    assertThat(found.interval().halfWidth())
        .isEqualTo(quantile / Math.sqrt(rows), within(0.08 * quantile / Math.sqrt(rows)));
  }

  @Test
  void rows_of_one_customer_are_drawn_together() {
    Simulated once = Simulated.of(500, 0.8, 0.1, new Random(3));
    int copies = 4;
    boolean[] churned = new boolean[500 * copies];
    double[] first = new double[churned.length];
    double[] second = new double[churned.length];
    long[] customers = new long[churned.length];
    for (int i = 0; i < churned.length; i++) {
      churned[i] = once.churned[i / copies];
      first[i] = once.first[i / copies];
      second[i] = once.second[i / copies];
      customers[i] = customers(500)[i / copies];
    }

    Gain repeated = Gain.of(first, second, churned, customers, 1);

    // four times the rows tell nothing more
    assertThat(repeated.interval().halfWidth())
        .isEqualTo(once.gain(1).interval().halfWidth(), within(1e-9));
  }

  @Test
  void order_of_rows_does_not_matter_and_the_seed_does() {
    Simulated simulated = Simulated.of(300, 0.8, 0.1, new Random(3));
    int rows = 300;
    boolean[] churned = new boolean[rows];
    double[] first = new double[rows];
    double[] second = new double[rows];
    long[] customers = new long[rows];
    for (int i = 0; i < rows; i++) {
      int from = (i * 7) % rows;
      churned[i] = simulated.churned[from];
      first[i] = simulated.first[from];
      second[i] = simulated.second[from];
      customers[i] = customers(rows)[from];
    }

    assertThat(Gain.of(first, second, churned, customers, 9)).isEqualTo(simulated.gain(9));
    assertThat(simulated.gain(10).interval()).isNotEqualTo(simulated.gain(9).interval());
  }

  @Test
  void without_two_customers_of_a_class_nothing_is_known() {
    boolean[] churned = {true, false, false, false};
    double[] good = {.9, .1, .2, .3};
    double[] bad = {.1, .2, .3, .4};

    Gain gain = Gain.of(good, bad, churned, customers(4), 1);

    assertThat(gain).isEqualTo(new Gain(1, new Interval(-1, 1)));
  }

  @Test
  void a_difference_that_no_resampling_moves_is_not_certain() {
    boolean[] churned = {true, true, false, false, false};
    double[] perfect = {.9, .8, .3, .2, .1};
    double[] nothing = {.5, .5, .5, .5, .5};

    Gain gain = Gain.of(perfect, nothing, churned, customers(5), 1);

    // two successes of two: 1 − 0.025^(1/2) to either side
    assertThat(gain.rocAuc()).isEqualTo(0.5);
    assertThat(gain.interval().low()).isEqualTo(0.5 - 0.841886116991581, within(1e-12));
  }

  @Test
  void large_sets_are_drawn_less_often_but_often_enough() {
    assertThat(replicates(1000)).isEqualTo(1000);
    assertThat(replicates(40_000)).isEqualTo(500);
    assertThat(replicates(1_000_000)).isEqualTo(200);
  }

  private static int replicates(int rows) {
    return new PairedBootstrap(new boolean[rows], new long[rows], 1).replicates();
  }

  @Test
  void rows_without_a_customer_are_refused() {
    assertThatThrownBy(() -> new PairedBootstrap(new boolean[3], new long[2], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected as many labels as customers, found 3 and 2");
  }

  @ParameterizedTest
  @CsvSource({"1, 12.7062", "2, 4.3027", "3, 3.1824", "5, 2.5706", "10, 2.2281", "100, 1.9840"})
  void students_quantiles_are_those_of_the_tables(int degrees, double quantile) {
    assertThat(StudentT.quantile975(degrees)).isEqualTo(quantile, within(0.004));
  }

  @Test
  void an_interval_holds_nothing_that_cannot_be() {
    boolean[] churned = new boolean[10];
    churned[3] = true;
    churned[7] = true;
    double[] first = {.1, .2, .3, .9, .5, .6, .7, .05, .8, .4};
    double[] second = {.1, .2, .3, .05, .5, .6, .7, .9, .8, .4};

    Gain gain = Gain.of(first, second, churned, customers(10), 1);

    assertThat(gain.interval().low()).isGreaterThanOrEqualTo(-1);
    assertThat(gain.interval().high()).isLessThanOrEqualTo(1);
    assertThat(gain.interval().halfWidth()).isGreaterThan(0.9);
  }
}
