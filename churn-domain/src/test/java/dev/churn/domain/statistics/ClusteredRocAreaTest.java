package dev.churn.domain.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.ClusteredComparison;
import dev.churn.domain.evaluation.Comparison;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusteredRocAreaTest {
  private static long[] each(int rows) {
    long[] customers = new long[rows];
    for (int i = 0; i < rows; i++) {
      customers[i] = i;
    }
    return customers;
  }

  /** Customers who are asked about on several days; score and outcome mostly are the customer's. */
  private static final class Asked {
    final double[] scores;
    final double[] rival;
    final boolean[] churned;
    final long[] customers;

    Asked(int customerCount, int days, Random random) {
      int rows = customerCount * days;
      scores = new double[rows];
      rival = new double[rows];
      churned = new boolean[rows];
      customers = new long[rows];
      for (int c = 0; c < customerCount; c++) {
        double risk = random.nextGaussian();
        double seen = risk + random.nextGaussian();
        double seenByRival = risk + random.nextGaussian();
        boolean leaves = risk + random.nextGaussian() > 0;
        for (int d = 0; d < days; d++) {
          int row = c * days + d;
          scores[row] = probability(seen + 0.1 * random.nextGaussian());
          rival[row] = probability(seenByRival + 0.1 * random.nextGaussian());
          churned[row] = leaves == random.nextDouble() < 0.95;
          customers[row] = 1_000_003L * c;
        }
      }
    }

    private static double probability(double logOdds) {
      return 1 / (1 + Math.exp(-logOdds));
    }
  }

  @Test
  void with_one_row_for_each_customer_it_is_the_usual_variance() {
    var random = new Random(1);
    double[] scores = new double[300];
    boolean[] churned = new boolean[300];
    for (int i = 0; i < scores.length; i++) {
      churned[i] = random.nextInt(5) == 0;
      scores[i] = Math.rint(10 * (random.nextGaussian() + (churned[i] ? 1 : 0))); // with ties
    }
    RocArea usual = RocArea.of(Ranking.of(scores, churned));
    ClusteredRocArea clustered = ClusteredRocArea.of(scores, churned, each(300));

    assertThat(clustered.area()).isCloseTo(usual.area(), within(1e-12));
    assertThat(clustered.variance()).isCloseTo(usual.variance(), within(1e-12));
    assertThat(clustered.smallerClass()).isEqualTo(usual.smallerClass());
  }

  @Test
  void the_variance_is_the_one_worked_out_by_hand() {
    // customer 1: 3 churned, 1 stayed; customer 2: 2 churned; customer 3: 2 stayed, 0 stayed
    double[] scores = {3, 1, 2, 2, 0};
    boolean[] churned = {true, false, true, false, false};
    long[] customers = {1, 1, 2, 3, 3};
    // placements: 1, then 2.5/3 of those that churned; 1, 3/4, 1 of those that stayed: area 11/12
    // deviations in twelfths: churned 1, −1; stayed 1 for customer 1 and −2 + 1 for customer 3
    double unit = 1.0 / 144;
    double expected =
        2.0 * 2 * unit / 4 // churned: 2/(2−1) · (1 + 1) / 2²
            + 2.0 * 2 * unit / 9 // stayed: 2/(2−1) · (1 + 1) / 3²
            + 2 * 1.5 * 1 * unit / 6; // customer 1 has both: 2 · 3/(3−1) · (1 · 1) / (2 · 3)

    ClusteredRocArea area = ClusteredRocArea.of(scores, churned, customers);

    assertThat(area.area()).isCloseTo(11.0 / 12, within(1e-12));
    assertThat(area.variance()).isCloseTo(expected, within(1e-12));
    assertThat(area.smallerClass()).isEqualTo(2);
  }

  @Test
  void customers_who_are_asked_about_often_are_no_more_customers() {
    int covered = 0;
    int coveredByRows = 0;
    int replicates = 400;
    double truth = ClusteredRocArea.of(big().scores, big().churned, big().customers).area();
    for (int r = 0; r < replicates; r++) {
      var asked = new Asked(120, 27, new Random(r));
      Interval interval =
          ClusteredRocArea.of(asked.scores, asked.churned, asked.customers).interval();
      covered += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
      Interval ofRows = RocArea.of(Ranking.of(asked.scores, asked.churned)).interval();
      coveredByRows += ofRows.low() <= truth && truth <= ofRows.high() ? 1 : 0;
    }

    assertThat((double) covered / replicates).isBetween(0.93, 0.98);
    assertThat((double) coveredByRows / replicates).as("customer-days").isLessThan(0.5);
  }

  private static Asked big() {
    return new Asked(50_000, 1, new Random(-1));
  }

  @Test
  void the_interval_of_a_difference_is_that_of_the_bootstrap_by_customer() {
    var asked = new Asked(400, 10, new Random(5));
    ClusteredComparison byFormula =
        ClusteredComparison.of(asked.scores, asked.rival, asked.churned, asked.customers);
    Comparison drawn = Comparison.of(asked.scores, asked.rival, asked.churned, asked.customers, 1);
    Comparison found = byFormula.comparison();

    assertThat(byFormula.customers()).isEqualTo(400);
    assertThat(found.rocAucDifference()).isCloseTo(drawn.rocAucDifference(), within(1e-12));
    assertThat(found.logLossDifference()).isCloseTo(drawn.logLossDifference(), within(1e-12));
    assertThat(found.rocAucInterval().halfWidth())
        .isCloseTo(drawn.rocAucInterval().halfWidth(), within(0.1 * 0.08));
    assertThat(found.logLossInterval().halfWidth())
        .isCloseTo(
            drawn.logLossInterval().halfWidth(), within(0.1 * drawn.logLossInterval().halfWidth()));
  }

  @Test
  void the_edges_are_those_of_the_usual_interval() {
    boolean[] churned = {true, true, false, false};
    double[] perfect = {3, 2, 1, 0};
    Interval first = ClusteredRocArea.of(perfect, churned, each(4)).interval();
    assertThat(first).isEqualTo(RocArea.of(Ranking.of(perfect, churned)).interval());
    assertThat(ClusteredRocArea.of(perfect, churned, new long[] {1, 1, 2, 3}).interval())
        .as("one customer churned")
        .isEqualTo(new Interval(0, 1));
    ClusteredComparison same = ClusteredComparison.of(half(), half(), churned, each(4));
    assertThat(same.comparison().logLossInterval()).isEqualTo(new Interval(0, 0));
    assertThatThrownBy(() -> ClusteredRocArea.of(perfect, churned, each(3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> ClusteredComparison.of(half(), half(), churned, new long[] {1, 1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static double[] half() {
    return new double[] {0.5, 0.5, 0.5, 0.5};
  }
}
