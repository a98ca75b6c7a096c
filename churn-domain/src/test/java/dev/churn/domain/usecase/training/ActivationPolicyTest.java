package dev.churn.domain.usecase.training;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.NonInferiorityVerdict;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.ChampionComparison;
import dev.churn.domain.model.ChampionComparison.Basis;
import dev.churn.domain.model.ChampionComparison.Measured;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.ActivationRule;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.statistics.Interval;
import dev.churn.domain.usecase.training.ActivationPolicy.Rival;
import dev.churn.domain.usecase.training.ActivationPolicy.Situation;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ActivationPolicyTest {
  private static final List<LocalDate> DAY = List.of(LocalDate.parse("2024-03-01"));
  private static final Evaluation GOOD = Samples.evaluation();
  private static final double LOG_LOSS = 0.4;
  private static final Comparison NOT_WORSE =
      new Comparison(0.004, new Interval(-0.006, 0.014), -0.003, new Interval(-0.008, 0.002));
  private static final Comparison WORSE =
      new Comparison(-0.02, new Interval(-0.03, -0.01), 0.003, new Interval(-0.002, 0.008));
  private static final Comparison BETTER =
      new Comparison(0.01, new Interval(-0.002, 0.022), -0.01, new Interval(-0.016, -0.004));
  private static final Comparison TWIN =
      new Comparison(0, new Interval(0, 0), 0, new Interval(0, 0));
  private static final Comparison TOO_FEW =
      new Comparison(0.004, new Interval(-0.006, 0.014), 0, new Interval(-0.016, 0.016));

  private final TrainingRun second = version(2);
  private final TrainingRun third = version(3);

  private static TrainingRun version(int version) {
    return Samples.inTraining(
            new OrganizationId(UUID.randomUUID()), new DatasetId(UUID.randomUUID()), MONDAY)
        .with(Samples.trained(MONDAY).numbered(version));
  }

  private static Measured measured(Basis basis, Comparison comparison) {
    return new Measured(
        basis, DAY, 1200, comparison, NonInferiorityVerdict.of(comparison, LOG_LOSS, 1200));
  }

  private static Optional<Rival> against(TrainingRun model, Comparison comparison) {
    return rival(model, Optional.of(measured(Basis.SERVING, comparison)), Optional.empty());
  }

  private static Optional<Rival> rival(
      TrainingRun model, Optional<Measured> measured, Optional<String> because) {
    return Optional.of(
        new Rival(
            model, new ChampionComparison(model.version().version(), measured, because), true));
  }

  private static Situation situation(Optional<TrainingRun> active) {
    return situation(active, ActivationRule.IF_NOT_WORSE);
  }

  private static Situation situation(Optional<TrainingRun> active, ActivationRule rule) {
    return new Situation(rule, active, false, List.of(), false);
  }

  private Activation decided(Comparison comparison, ActivationRule rule) {
    return ActivationPolicy.decide(
        GOOD, against(second, comparison), situation(Optional.of(second), rule));
  }

  private Activation decided(Comparison comparison) {
    return decided(comparison, ActivationRule.IF_NOT_WORSE);
  }

  @Test
  void what_must_not_be_deployed_is_not_even_if_there_is_nothing_else() {
    for (Optional<TrainingRun> active :
        List.of(Optional.<TrainingRun>empty(), Optional.of(second))) {
      Activation decision =
          ActivationPolicy.decide(
              Samples.worseThanTheBestBaseline(),
              active.flatMap(m -> against(m, NOT_WORSE)),
              situation(active));
      assertThat(decision.activated()).isFalse();
      assertThat(decision.reason())
          .isEqualTo(
              "not activated: worse than counting active days (ROC AUC lower by .050 ± .030): do not deploy");
    }
  }

  private static String compared(Comparison difference) {
    return "Both predicted the same 1,200 customers as of 2024-03-01; the new one differs in %s (a higher ROC AUC and a lower log-loss are better)"
        .formatted(difference.inWords());
  }

  @Test
  void the_first_that_may_serve_does() {
    assertThat(ActivationPolicy.decide(GOOD, Optional.empty(), situation(Optional.empty())))
        .isEqualTo(
            new Activation(
                true,
                "activated: no other model is active, and this one " + GOOD.verdict().sentence()));
  }

  @Test
  void one_that_is_not_worse_takes_over_and_its_comparison_is_kept() {
    assertThat(decided(NOT_WORSE))
        .isEqualTo(
            new Activation(
                true,
                "activated: not worse than version 2. " + compared(NOT_WORSE),
                Optional.of(
                    new ChampionComparison(
                        2, Optional.of(measured(Basis.SERVING, NOT_WORSE)), Optional.empty()))));
    assertThat(decided(BETTER).reason())
        .isEqualTo("activated: better than version 2. " + compared(BETTER));
  }

  @Test
  void one_that_is_worse_does_not() {
    assertThat(decided(WORSE).activated()).isFalse();
    assertThat(decided(WORSE).reason())
        .isEqualTo("not activated: worse than version 2. " + compared(WORSE));
  }

  @Test
  void in_a_tie_the_champion_stays() {
    assertThat(decided(TWIN).activated()).isFalse();
    assertThat(decided(TWIN).reason())
        .isEqualTo("not activated: practically equal to version 2, which stays. " + compared(TWIN));
  }

  @Test
  void a_small_test_proves_nothing_and_says_how_many_customers_would() {
    assertThat(decided(TOO_FEW).activated()).isFalse();
    assertThat(decided(TOO_FEW).reason())
        .isEqualTo(
            "not activated: cannot yet say whether it is as good as version 2: 1,200 customers are"
                + " too few, about 4,800 would be enough. "
                + compared(TOO_FEW));
  }

  @Test
  void the_rule_of_the_organization_decides() {
    assertThat(decided(BETTER, ActivationRule.IF_BETTER).activated()).isTrue();
    Activation notWorse = decided(NOT_WORSE, ActivationRule.IF_BETTER);
    assertThat(notWorse.activated()).isFalse();
    assertThat(notWorse.reason())
        .startsWith("not activated: not shown to be better than version 2. Both predicted");
    for (Optional<TrainingRun> active :
        List.of(Optional.<TrainingRun>empty(), Optional.of(second))) {
      Activation byHand =
          ActivationPolicy.decide(
              GOOD,
              active.flatMap(m -> against(m, BETTER)),
              situation(active, ActivationRule.BY_HAND));
      assertThat(byHand.activated()).isFalse();
      assertThat(byHand.reason())
          .isEqualTo("not activated: models of this organization are activated by hand");
    }
  }

  @Test
  void without_a_fair_comparison_the_champion_stays_unless_it_loses_all_the_same() {
    Optional<String> because = Optional.of("its labels reach to 2024-04-01");
    Activation none =
        ActivationPolicy.decide(
            GOOD, rival(second, Optional.empty(), because), situation(Optional.of(second)));
    Activation unfair =
        ActivationPolicy.decide(
            GOOD,
            rival(second, Optional.of(measured(Basis.MAY_KNOW_LABELS, NOT_WORSE)), because),
            situation(Optional.of(second)));
    for (Activation decision : List.of(none, unfair)) {
      assertThat(decision.activated()).isFalse();
      assertThat(decision.reason())
          .isEqualTo(
              "not activated: not comparable with version 2, because its labels reach to"
                  + " 2024-04-01");
    }
    Activation better =
        ActivationPolicy.decide(
            GOOD,
            rival(second, Optional.of(measured(Basis.MAY_KNOW_LABELS, BETTER)), because),
            situation(Optional.of(second)));
    assertThat(better.activated()).isTrue();
    assertThat(better.reason()).contains("although that one may know what these customers did");
  }

  @Test
  void the_champion_as_it_was_evaluated_is_named_as_such() {
    assertThat(
            ActivationPolicy.decide(
                    GOOD,
                    rival(
                        second,
                        Optional.of(measured(Basis.AS_EVALUATED, NOT_WORSE)),
                        Optional.empty()),
                    situation(Optional.of(second)))
                .reason())
        .startsWith(
            "activated: not worse than version 2. Both predicted the same 1,200 customers as of"
                + " 2024-03-01 (version 2 as it was before it learned what they did);");
  }

  @Test
  void a_champion_that_cannot_serve_is_replaced() {
    var rival =
        new Rival(
            second,
            new ChampionComparison(2, Optional.empty(), Optional.of("its file cannot be used")),
            false);
    Activation decision =
        ActivationPolicy.decide(GOOD, Optional.of(rival), situation(Optional.of(second)));
    assertThat(decision.activated()).isTrue();
    assertThat(decision.reason()).startsWith("activated: the file of version 2 cannot be used");
  }

  @Test
  void what_somebody_decided_meanwhile_stands() {
    assertThat(
            ActivationPolicy.decide(GOOD, against(second, NOT_WORSE), situation(Optional.of(third)))
                .reason())
        .isEqualTo(
            "not activated: version 3 was activated while this model was trained; this model"
                + " was compared with version 2");
    assertThat(
            ActivationPolicy.decide(GOOD, Optional.empty(), situation(Optional.of(third))).reason())
        .isEqualTo(
            "not activated: version 3 was activated while this model was trained; the two"
                + " were not compared");
  }

  @Test
  void while_challengers_run_a_new_version_waits_unless_it_is_forced() {
    Activation waiting = withChallengers(false);
    assertThat(waiting.activated()).isFalse();
    assertThat(waiting.reason())
        .isEqualTo(
            "not activated: it waits as a candidate while challengers of version 2 are running");
    assertThat(waiting.comparison()).isPresent();
    assertThat(withChallengers(true).activated()).isTrue();
  }

  private Activation withChallengers(boolean isForced) {
    return ActivationPolicy.decide(
        GOOD,
        against(second, BETTER),
        new Situation(ActivationRule.IF_NOT_WORSE, Optional.of(second), true, List.of(), isForced));
  }

  @Test
  void data_that_is_not_as_expected_replaces_no_model_unless_it_is_forced() {
    Optional<TrainingRun> active = Optional.of(second);
    Optional<Rival> rival = against(second, BETTER);

    Activation stopped = ActivationPolicy.decide(GOOD, rival, withFinding(active, false));

    assertThat(stopped.activated()).isFalse();
    assertThat(stopped.reason())
        .isEqualTo(
            "not activated: the data is not as expected: only 3 customers, the last file has 80;"
                + " send force=true to activate it anyway");
    assertThat(ActivationPolicy.decide(GOOD, rival, withFinding(active, true)).activated())
        .isTrue();
  }

  @Test
  void data_that_is_not_as_expected_is_named_where_no_other_model_could_answer() {
    Activation first =
        ActivationPolicy.decide(GOOD, Optional.empty(), withFinding(Optional.empty(), false));

    assertThat(first.activated()).isTrue();
    assertThat(first.reason())
        .startsWith("activated: no other model is active, and this one beats ")
        .endsWith("; the data is not as expected: only 3 customers, the last file has 80");
  }

  private static Situation withFinding(Optional<TrainingRun> active, boolean isForced) {
    return new Situation(
        ActivationRule.IF_NOT_WORSE,
        active,
        false,
        List.of("only 3 customers, the last file has 80"),
        isForced);
  }
}
