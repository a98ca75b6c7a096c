package dev.churn.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.evaluation.NonInferiorityVerdict.Kind;
import dev.churn.domain.statistics.Interval;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NonInferiorityVerdictTest {
  private static final double INCUMBENT = 0.5;

  private static NonInferiorityVerdict verdict(
      double rocAuc, double rocAucMargin, double logLoss, double logLossMargin) {
    return NonInferiorityVerdict.of(
        new Comparison(
            rocAuc,
            new Interval(rocAuc - rocAucMargin, rocAuc + rocAucMargin),
            logLoss,
            new Interval(logLoss - logLossMargin, logLoss + logLossMargin)),
        INCUMBENT,
        1000);
  }

  @Test
  void the_worse_end_of_the_interval_decides() {
    assertThat(verdict(0, .01, 0, .0099).kind()).isEqualTo(Kind.NOT_WORSE);
    assertThat(verdict(0, .01, 0, .0101).kind()).isEqualTo(Kind.UNPROVEN);
    assertThat(verdict(0, .021, 0, .005).kind()).isEqualTo(Kind.UNPROVEN);
    assertThat(verdict(0, .01, -.006, .005).kind()).isEqualTo(Kind.BETTER);
    assertThat(verdict(0, .01, .006, .005).kind()).isEqualTo(Kind.WORSE);
    assertThat(verdict(-.02, .01, -.006, .005).kind()).isEqualTo(Kind.WORSE);
  }

  @Test
  void a_narrow_interval_around_nothing_is_a_tie_even_if_it_does_not_cover_0() {
    assertThat(verdict(0, 0, 0, 0).kind()).isEqualTo(Kind.EQUAL);
    assertThat(verdict(.001, .002, -.001, .0005).kind()).isEqualTo(Kind.EQUAL);
    assertThat(verdict(.001, .002, -.002, .001).kind()).isEqualTo(Kind.BETTER);
  }

  @Test
  void the_customers_needed_grow_with_the_square_of_the_width() {
    assertThat(verdict(0, .001, 0, .02).customersNeeded()).hasValue(4000);
    assertThat(verdict(0, .001, .005, .02).customersNeeded()).hasValue(16_000);
    assertThat(verdict(0, .06, 0, .02).customersNeeded()).hasValue(9000);
    assertThat(verdict(0, .001, .01, .02).customersNeeded()).isEmpty();
  }

  /** How often a worse model, or an equal one, was let in. */
  private record Rates(double before, double now, double loss) {}

  /**
   * Lets two models that see different parts of the truth predict for some customers.
   *
   * @param noise the standard deviation of the error of the new model's log-odds; that of the
   *     incumbent is .5
   */
  private static Rates letIn(int customers, double noise) {
    var random = new Random(7);
    int runs = 60;
    int before = 0;
    int now = 0;
    double ratio = 0;
    for (int run = 0; run < runs; run++) {
      boolean[] churned = new boolean[customers];
      long[] ids = new long[customers];
      double[] incumbent = new double[customers];
      double[] fresh = new double[customers];
      for (int i = 0; i < customers; i++) {
        double truth = 1.5 * random.nextGaussian();
        churned[i] = random.nextDouble() < probability(truth);
        ids[i] = i;
        double shared = .4 * random.nextGaussian(); // both learned from much the same customers
        incumbent[i] = probability(truth + shared + .3 * random.nextGaussian());
        fresh[i] =
            probability(truth + shared + Math.sqrt(noise * noise - .16) * random.nextGaussian());
      }
      Comparison comparison = Comparison.of(fresh, incumbent, churned, ids, run);
      double loss = ClassificationMetrics.logLoss(incumbent, churned);
      ratio += comparison.logLossDifference() / loss / runs;
      before +=
          comparison.rocAucInterval().liesBelow(0) || comparison.logLossInterval().liesAbove(0)
              ? 0
              : 1;
      now +=
          switch (NonInferiorityVerdict.of(comparison, loss, customers).kind()) {
            case BETTER, NOT_WORSE -> 1;
            case EQUAL, UNPROVEN, WORSE -> 0;
          };
    }
    return new Rates((double) before / runs, (double) now / runs, ratio);
  }

  private static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  @Test
  void a_model_that_is_worse_by_three_and_a_half_percent_is_hardly_ever_let_in() {
    for (int customers : new int[] {200, 600}) {
      Rates worse = letIn(customers, .69);
      assertThat(worse.loss()).isCloseTo(.036, within(.01));
      assertThat(worse.before()).as("by the absence of proof").isGreaterThan(.3);
      assertThat(worse.now()).as("by proof").isLessThan(.04);
    }
  }

  @Test
  void an_equally_good_model_is_let_in_once_there_are_customers_enough() {
    assertThat(letIn(2500, .5).now()).isGreaterThan(.7);
  }
}
