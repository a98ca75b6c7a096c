package dev.churn.domain.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.evaluation.Population;
import dev.churn.domain.model.ModelId;
import dev.churn.domain.outcome.ObservedOutcome;
import dev.churn.domain.outcome.ObservedValue;
import dev.churn.domain.outcome.Outcome;
import dev.churn.domain.outcome.OutcomeDay;
import dev.churn.domain.outcome.RecordedDay;
import dev.churn.domain.value.CustomerValue;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RealizedPerformanceTest {
  private static final PredictionGroup CHAMPION = group(1, ModelRole.CHAMPION);
  private static final ModelPair PAIR =
      new ModelPair(new ModelId(UUID.randomUUID()), 3, new ModelId(UUID.randomUUID()), 4);
  private static final Cut CUT = cut(30, "2024-02-10");

  private static PredictionGroup group(int version, ModelRole role) {
    return new PredictionGroup(
        new ModelId(UUID.randomUUID()), version, role, YearMonth.of(2024, 2));
  }

  private static Cut cut(int horizon, String day) {
    LocalDate asOf = LocalDate.parse(day);
    return Cut.of(new RecordedDay(asOf, horizon, Set.of(), asOf.plusDays(60)));
  }

  /** Rows of a customer each, all of them active. */
  private static EvaluatedRows rows(double[] probabilities, boolean[] churned) {
    var rows = new EvaluatedRows();
    for (int i = 0; i < churned.length; i++) {
      rows.add(probabilities[i], Outcome.of(churned[i]), i, Optional.of(true));
    }
    return rows;
  }

  /** Five times: .2 stayed, .2 churned, .6 stayed, .9 churned. */
  private static EvaluatedRows twenty() {
    double[] probabilities = new double[20];
    boolean[] churned = new boolean[20];
    for (int i = 0; i < 20; i += 4) {
      probabilities[i] = 0.2;
      probabilities[i + 1] = 0.2;
      churned[i + 1] = true;
      probabilities[i + 2] = 0.6;
      probabilities[i + 3] = 0.9;
      churned[i + 3] = true;
    }
    return rows(probabilities, churned);
  }

  private static Optional<RealizedPerformance> found(EvaluatedRows rows) {
    return RealizedPerformance.of(CHAMPION, CUT, Population.ALL, rows);
  }

  private static RealizedPerformance realized(EvaluatedRows rows) {
    return found(rows).orElseThrow();
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
    double[] all = rows.probabilities(Population.ALL);
    boolean[] churned = rows.churned(Population.ALL);

    RealizedPerformance few = realized(rows(Arrays.copyOf(all, 19), Arrays.copyOf(churned, 19)));
    assertThat(few.quality()).isEmpty();
    assertThat(few.rows()).isEqualTo(19);
    boolean[] oneChurned = new boolean[20];
    oneChurned[3] = true;
    RealizedPerformance single = realized(rows(all, oneChurned));
    assertThat(single.quality()).isEmpty();
    assertThat(single.churnRate()).isEqualTo(0.05);
    oneChurned[4] = true;
    assertThat(realized(rows(all, oneChurned)).quality()).isPresent();
    boolean[] nearlyAll = new boolean[20];
    Arrays.fill(nearlyAll, 1, 20, true);
    assertThat(realized(rows(all, nearlyAll)).quality()).isEmpty();
    assertThat(found(new EvaluatedRows())).isEmpty();
  }

  @Test
  void a_probability_of_one_that_was_wrong_costs_much_and_not_everything() {
    double[] probabilities = new double[20];
    boolean[] churned = new boolean[20];
    Arrays.fill(churned, 0, 10, true);
    Arrays.fill(probabilities, 0, 11, 1);

    RealizedPerformance.Quality quality =
        realized(rows(probabilities, churned)).quality().orElseThrow();
    assertThat(quality.logLoss()).isCloseTo(-Math.log(1e-9) / 20, within(1e-6));
  }

  @Test
  void active_customers_are_measured_apart_and_unknown_outcomes_counted() {
    var rows = new EvaluatedRows();
    for (int i = 0; i < 40; i++) { // the lapsed churn, and are easy to tell
      rows.add(i % 2 == 0 ? 0.4 : 0.6, Outcome.of(i % 4 < 2), i, Optional.of(true));
      rows.add(0.95, Outcome.CHURNED, 100 + i, Optional.of(false));
    }
    rows.add(0.95, Outcome.CHURNED, 900, Optional.empty()); // of an earlier version
    rows.add(0.3, Outcome.UNKNOWN, 901, Optional.of(true));
    rows.add(0.3, Outcome.UNKNOWN, 902, Optional.of(false));

    RealizedPerformance all = realized(rows);
    RealizedPerformance active =
        RealizedPerformance.of(CHAMPION, CUT, Population.ACTIVE, rows).orElseThrow();

    assertThat(active.population()).isEqualTo(Population.ACTIVE);
    assertThat(active.rows()).isEqualTo(40);
    assertThat(active.unknown()).isEqualTo(1);
    assertThat(active.churnRate()).isEqualTo(0.5);
    assertThat(active.quality().orElseThrow().rocAuc()).isEqualTo(0.5);
    assertThat(all.rows()).isEqualTo(81);
    assertThat(all.unknown()).isEqualTo(2);
    assertThat(all.churnRate()).isCloseTo(61.0 / 81, within(1e-12));
    assertThat(all.quality().orElseThrow().rocAuc()).isGreaterThan(0.8);
  }

  @Test
  void a_customer_who_is_asked_often_is_one_customer() {
    var once = new EvaluatedRows();
    var often = new EvaluatedRows();
    var random = new Random(4);
    for (int customer = 0; customer < 120; customer++) {
      boolean churned = random.nextInt(5) == 0;
      double p = Math.min(0.99, 0.3 * random.nextDouble() + (churned ? 0.2 : 0));
      once.add(p, Outcome.of(churned), customer, Optional.of(true));
      for (int day = 0; day < 27; day++) {
        often.add(p, Outcome.of(churned), customer, Optional.of(true));
      }
    }
    var interval = realized(often).quality().orElseThrow().rocAucInterval();

    assertThat(realized(often).rows()).isEqualTo(120 * 27);
    assertThat(realized(often).customers()).isEqualTo(120);
    var ofCustomers = realized(once).quality().orElseThrow().rocAucInterval();
    assertThat(interval.low()).isCloseTo(ofCustomers.low(), within(1e-9));
    assertThat(interval.high()).isCloseTo(ofCustomers.high(), within(1e-9));
    var two = new EvaluatedRows();
    for (int i = 0; i < 20; i++) {
      two.add(0.1 * (i % 3), Outcome.of(i < 10), i < 10 ? 1 : i, Optional.of(true));
    }
    assertThat(realized(two).quality()).as("one customer churned").isEmpty();
  }

  @Test
  void a_cut_spans_all_its_days() {
    Cut both = cut(30, "2024-02-10").and(cut(30, "2024-02-05"));

    assertThat(both.horizonDays()).hasValue(30);
    assertThat(both.firstAsOf()).isEqualTo("2024-02-05");
    assertThat(both.lastAsOf()).isEqualTo("2024-02-10");
    assertThat(both.knownUntil()).isEqualTo("2024-04-10");
    assertThat(cut(OutcomeDay.LABELS, "2024-02-10").horizonDays()).isEmpty();
  }

  private static RealizedComparison compared(PairedRows rows) {
    return RealizedComparison.of(PAIR, ModelRole.CHALLENGER, CUT, Population.ALL, rows)
        .orElseThrow();
  }

  /** Both models see the same risk, the rival with more or less noise. */
  private static PairedRows pairs(int customers, double noise, double rivalNoise) {
    return pairs(customers, noise, rivalNoise, 9);
  }

  private static PairedRows pairs(int customers, double noise, double rivalNoise, long seed) {
    var random = new Random(seed);
    var rows = new PairedRows();
    for (int i = 0; i < customers; i++) {
      double risk = random.nextGaussian();
      boolean churned = random.nextDouble() < probability(risk);
      rows.add(
          probability(risk + noise * random.nextGaussian()),
          probability(risk + rivalNoise * random.nextGaussian()),
          churned,
          i,
          Optional.of(i % 2 == 0));
    }
    return rows;
  }

  private static double probability(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  @Test
  void a_verdict_says_in_words_what_a_difference_means() {
    RealizedComparison better = compared(pairs(4000, 1, 0));
    assertThat(better.verdict()).isEqualTo(RealizedVerdict.BETTER);
    assertThat(better.inWords()).isEqualTo("challenger version 4 is better than version 3");
    assertThat(better.moreCustomers()).isZero();
    assertThat(compared(pairs(4000, 0, 1)).inWords())
        .isEqualTo("challenger version 4 is worse than version 3");
    RealizedComparison equal = compared(pairs(60_000, 0.05, 0.05));
    assertThat(equal.verdict()).isEqualTo(RealizedVerdict.EQUAL);
    assertThat(equal.inWords())
        .isEqualTo("challenger version 4 and version 3 are practically equal");
    assertThat(compared(pairs(19, 0, 1)).verdict()).isEqualTo(RealizedVerdict.TOO_FEW);
  }

  @Test
  void too_few_customers_for_a_verdict_say_how_many_more_it_needs() {
    RealizedComparison few = compared(pairs(2000, 0.3, 0.3));

    assertThat(few.verdict()).isEqualTo(RealizedVerdict.NOT_SHOWN);
    assertThat(few.inWords())
        .startsWith("no difference shown between challenger version 4 and version 3;")
        .contains("more customers");
    // with as many as it asks for, equal models are found equal in about 8 of 10 cases
    int asked = (int) (2000 + few.moreCustomers());
    assertThat(asked).isBetween(50_000, 200_000);
    int equal = 0;
    for (int seed = 0; seed < 10; seed++) {
      equal += compared(pairs(asked, 0.3, 0.3, seed)).verdict() == RealizedVerdict.EQUAL ? 1 : 0;
    }
    assertThat(equal).isBetween(6, 10);
  }

  @Test
  void better_in_one_measure_and_worse_in_the_other_is_a_contradiction() {
    var random = new Random(2);
    var rows = new PairedRows();
    for (int i = 0; i < 4000; i++) { // the rival ranks without noise, and is far too sure
      double risk = random.nextGaussian();
      boolean churned = random.nextDouble() < probability(risk);
      rows.add(
          probability(risk + 0.5 * random.nextGaussian()),
          probability(5 * risk),
          churned,
          i,
          Optional.empty());
    }

    assertThat(compared(rows).verdict()).isEqualTo(RealizedVerdict.CONTRADICTORY);
    assertThat(RealizedComparison.of(PAIR, ModelRole.SHADOW, CUT, Population.ACTIVE, rows))
        .as("nobody is known to be active")
        .isEmpty();
  }

  @Test
  void a_rival_is_compared_on_the_customers_of_both() {
    var rows = new PairedRows();
    for (int i = 0; i < 2000; i++) { // beyond the first capacity
      boolean churned = i % 2 == 0;
      rows.add(
          churned ? 0.5 : (i % 4 == 3 ? 0.6 : 0.4),
          churned ? 0.8 : 0.2,
          churned,
          i,
          Optional.of(i < 1000));
    }
    RealizedComparison compared = compared(rows);

    assertThat(compared.rows()).isEqualTo(2000);
    assertThat(compared.customers()).isEqualTo(2000);
    // the champion has half of the pairs in order, the rival all
    var difference = compared.difference().orElseThrow();
    assertThat(difference.rocAucDifference()).isCloseTo(0.5, within(1e-12));
    assertThat(difference.logLossDifference()).isNegative();
    assertThat(difference.rocAucInterval().liesAbove(0)).isTrue();
    assertThat(compared(rows)).isEqualTo(compared);
    assertThat(
            RealizedComparison.of(PAIR, ModelRole.SHADOW, CUT, Population.ACTIVE, rows)
                .orElseThrow()
                .rows())
        .isEqualTo(1000);
  }

  @Test
  void few_pairs_are_counted_and_none_are_left_out() {
    var rows = new PairedRows();
    assertThat(RealizedComparison.of(PAIR, ModelRole.SHADOW, CUT, Population.ALL, rows)).isEmpty();
    rows.add(0.1, 0.2, true, 7, Optional.empty());

    RealizedComparison compared = compared(rows);
    assertThat(compared.rows()).isEqualTo(1);
    assertThat(compared.difference()).isEmpty();
    assertThat(compared.inWords())
        .isEqualTo("too few outcomes to compare challenger version 4 with version 3");
  }

  private static JudgedPrediction judged(
      long customer, boolean isActive, Optional<CustomerValue> value, ObservedOutcome told) {
    return new JudgedPrediction(
        CHAMPION.model(), 1, CHAMPION.role(), customer, Optional.of(isActive), 0.5, value, told);
  }

  private static Optional<CustomerValue> expected(double activity, double spend) {
    return Optional.of(
        new CustomerValue(activity, OptionalDouble.of(spend), OptionalDouble.of(spend)));
  }

  private static ObservedOutcome did(int activeDays, OptionalDouble spend) {
    return new ObservedOutcome(
        Outcome.of(activeDays == 0), Optional.of(new ObservedValue(activeDays, spend)));
  }

  @Test
  void errors_of_expected_values_are_those_worked_out_by_hand() {
    var rows = new EvaluatedRows();
    var noAmounts = OptionalDouble.empty();
    rows.add(judged(1, true, expected(2.5, 50), did(4, OptionalDouble.of(80)))); // 1.5 and 30 off
    rows.add(judged(1, true, expected(1.5, 30), did(0, OptionalDouble.of(0)))); // 1.5 and 30
    rows.add(judged(2, true, expected(0.75, 20), did(1, noAmounts))); // .25
    rows.add(judged(3, false, expected(0.25, 20), did(0, OptionalDouble.of(-10)))); // .25 and 30
    rows.add(judged(4, true, Optional.empty(), did(9, OptionalDouble.of(900))));
    rows.add(judged(5, true, expected(7, 700), ObservedOutcome.of(Outcome.STAYED)));
    rows.add(judged(6, true, expected(7, 700), ObservedOutcome.UNKNOWN));

    RealizedPerformance all = realized(rows);
    RealizedPerformance active =
        RealizedPerformance.of(CHAMPION, CUT, Population.ACTIVE, rows).orElseThrow();

    assertThat(all.rows()).isEqualTo(6);
    assertThat(all.activity()).contains(new ValueError(4, 3, 5, 5, 3.5 / 4));
    assertThat(all.spend()).contains(new ValueError(3, 2, 100, 70, 30));
    assertThat(all.spend().orElseThrow().ratio()).hasValue(0.7);
    assertThat(active.activity()).contains(new ValueError(3, 2, 4.75, 5, 3.25 / 3));
    assertThat(active.spend()).contains(new ValueError(2, 1, 80, 80, 30));
    assertThat(realized(twenty()).activity()).isEmpty();
    assertThat(realized(twenty()).spend()).isEmpty();
  }

  @Test
  void without_a_promise_there_is_no_ratio() {
    assertThat(new ValueError(2, 2, 0, 3, 1.5).ratio()).isEmpty();
  }
}
