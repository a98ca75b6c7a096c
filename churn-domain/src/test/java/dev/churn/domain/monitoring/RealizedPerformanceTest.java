package dev.churn.domain.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.model.ModelId;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RealizedPerformanceTest {
  private static final PredictionGroup CHAMPION = group(1, ModelRole.CHAMPION);
  private static final PredictionGroup SHADOW = group(2, ModelRole.SHADOW);

  private static PredictionGroup group(int version, ModelRole role) {
    return new PredictionGroup(
        new ModelId(UUID.randomUUID()), version, role, YearMonth.of(2024, 2));
  }

  /** Five times: .2 stayed, .2 churned, .6 stayed, .9 churned. */
  private static EvaluatedRows twenty() {
    var rows = new EvaluatedRows();
    for (int i = 0; i < 5; i++) {
      rows.add(0.2, false);
      rows.add(0.2, true);
      rows.add(0.6, false);
      rows.add(0.9, true);
    }
    return rows;
  }

  private static RealizedPerformance realized(EvaluatedRows rows) {
    return RealizedPerformance.of(CHAMPION, rows.probabilities(), rows.churned()).orElseThrow();
  }

  @Test
  void measures_are_those_worked_out_by_hand() {
    RealizedPerformance realized = realized(twenty());
    RealizedPerformance.Quality quality = realized.quality().orElseThrow();

    assertThat(realized.rows()).isEqualTo(20);
    assertThat(realized.churnRate()).isEqualTo(0.5);
    assertThat(realized.meanPredicted()).isCloseTo(0.475, within(1e-12));
    // of four pairs of churned and stayed: .9 beats both, .2 ties with .2 and loses to .6
    assertThat(quality.rocAuc()).isEqualTo(0.625);
    assertThat(quality.rocAucInterval().low()).isLessThan(0.625);
    assertThat(quality.logLoss())
        .isCloseTo(
            -(Math.log(0.8) + Math.log(0.2) + Math.log(0.4) + Math.log(0.9)) / 4, within(1e-12));
    assertThat(quality.brier()).isCloseTo((0.04 + 0.64 + 0.36 + 0.01) / 4, within(1e-12));
    // bins: .2 holds ten rows of which half churned, .6 five that stayed, .9 five that churned
    assertThat(quality.calibrationError())
        .isCloseTo(0.5 * 0.3 + 0.25 * 0.6 + 0.25 * 0.1, within(1e-12));
    assertThat(quality.topDecileLift()).isEqualTo(2);
    assertThat(quality.reliability()).hasSize(3);
    assertThat(quality.reliability().get(0).rows()).isEqualTo(10);
    assertThat(quality.reliability().get(0).observed()).isEqualTo(0.5);
  }

  @Test
  void of_too_few_rows_or_of_one_class_there_are_counts_alone() {
    EvaluatedRows rows = twenty();
    double[] all = rows.probabilities();
    boolean[] churned = rows.churned();

    RealizedPerformance few =
        RealizedPerformance.of(CHAMPION, Arrays.copyOf(all, 19), Arrays.copyOf(churned, 19))
            .orElseThrow();
    assertThat(few.quality()).isEmpty();
    assertThat(few.rows()).isEqualTo(19);
    boolean[] oneChurned = new boolean[20];
    oneChurned[3] = true;
    RealizedPerformance single = RealizedPerformance.of(CHAMPION, all, oneChurned).orElseThrow();
    assertThat(single.quality()).isEmpty();
    assertThat(single.churnRate()).isEqualTo(0.05);
    oneChurned[4] = true;
    assertThat(RealizedPerformance.of(CHAMPION, all, oneChurned).orElseThrow().quality())
        .isPresent();
    boolean[] nearlyAll = new boolean[20];
    Arrays.fill(nearlyAll, 1, 20, true);
    assertThat(RealizedPerformance.of(CHAMPION, all, nearlyAll).orElseThrow().quality()).isEmpty();
    assertThat(RealizedPerformance.of(CHAMPION, new double[0], new boolean[0])).isEmpty();
  }

  @Test
  void a_probability_of_one_that_was_wrong_costs_much_and_not_everything() {
    double[] probabilities = new double[20];
    boolean[] churned = new boolean[20];
    Arrays.fill(churned, 0, 10, true);
    Arrays.fill(probabilities, 0, 11, 1);

    RealizedPerformance.Quality quality =
        RealizedPerformance.of(CHAMPION, probabilities, churned)
            .orElseThrow()
            .quality()
            .orElseThrow();
    assertThat(quality.logLoss()).isCloseTo(-Math.log(1e-9) / 20, within(1e-6));
  }

  @Test
  void a_rival_is_compared_on_the_customers_of_both() {
    var rows = new PairedRows();
    for (int i = 0; i < 2000; i++) { // beyond the first capacity
      boolean churned = i % 2 == 0;
      rows.add(churned ? 0.5 : (i % 4 == 3 ? 0.6 : 0.4), churned ? 0.8 : 0.2, churned, i);
    }
    RealizedComparison compared = RealizedComparison.of(CHAMPION, SHADOW, rows).orElseThrow();

    assertThat(compared.rows()).isEqualTo(2000);
    // the champion has half of the pairs in order, the rival all
    var difference = compared.difference().orElseThrow();
    assertThat(difference.rocAucDifference()).isCloseTo(0.5, within(1e-12));
    assertThat(difference.logLossDifference()).isNegative();
    assertThat(difference.rocAucInterval().liesAbove(0)).isTrue();
    assertThat(RealizedComparison.of(CHAMPION, SHADOW, rows)).contains(compared);
  }

  @Test
  void few_pairs_are_counted_and_none_are_left_out() {
    var rows = new PairedRows();
    assertThat(RealizedComparison.of(CHAMPION, SHADOW, rows)).isEmpty();
    rows.add(0.1, 0.2, true, 7);

    RealizedComparison compared = RealizedComparison.of(CHAMPION, SHADOW, rows).orElseThrow();
    assertThat(compared.rows()).isEqualTo(1);
    assertThat(compared.difference()).isEmpty();
  }
}
