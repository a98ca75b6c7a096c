package dev.churn.domain.usecase.training;

import static dev.churn.domain.memory.Samples.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.DatasetId;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.evaluation.Interval;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.TrainingRun;
import dev.churn.domain.organization.OrganizationId;
import dev.churn.domain.usecase.training.ActivationPolicy.Rival;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ActivationPolicyTest {
  private static final List<LocalDate> DAY = List.of(LocalDate.parse("2024-03-01"));
  private static final Evaluation GOOD = Samples.evaluation();
  private static final Comparison NOT_WORSE =
      new Comparison(0.004, new Interval(-0.006, 0.014), -0.003, new Interval(-0.008, 0.002));
  private static final Comparison WORSE =
      new Comparison(-0.02, new Interval(-0.03, -0.01), 0.003, new Interval(-0.002, 0.008));

  private final TrainingRun second = version(2);
  private final TrainingRun third = version(3);

  private static TrainingRun version(int version) {
    return Samples.inTraining(
            new OrganizationId(UUID.randomUUID()), new DatasetId(UUID.randomUUID()), MONDAY)
        .with(Samples.trained(MONDAY).numbered(version));
  }

  /** One that does worse than recency alone. */
  private static Evaluation useless() {
    return new Evaluation(
        GOOD.scope(),
        GOOD.testSamples(),
        GOOD.churnRate(),
        GOOD.metrics(),
        GOOD.confusion(),
        GOOD.baselines(),
        new Gain(-0.05, new Interval(-0.08, -0.02)),
        GOOD.curves(),
        GOOD.snapshots(),
        GOOD.warnings(),
        GOOD.everyone());
  }

  private static Optional<Rival> against(TrainingRun model, Comparison comparison) {
    return Optional.of(new Rival(model, comparison));
  }

  @Test
  void what_must_not_be_deployed_is_not_even_if_there_is_nothing_else() {
    for (Optional<TrainingRun> active :
        List.of(Optional.<TrainingRun>empty(), Optional.of(second))) {
      assertThat(
              ActivationPolicy.decide(
                  useless(), DAY, active.flatMap(m -> against(m, NOT_WORSE)), active))
          .isEqualTo(
              new Activation(false, "not activated: does not beat recency alone: do not deploy"));
    }
  }

  @Test
  void the_first_that_may_serve_does() {
    assertThat(ActivationPolicy.decide(GOOD, DAY, Optional.empty(), Optional.empty()))
        .isEqualTo(
            new Activation(true, "activated: no other model is; " + GOOD.verdict().sentence()));
  }

  @Test
  void one_that_is_not_worse_takes_over() {
    assertThat(ActivationPolicy.decide(GOOD, DAY, against(second, NOT_WORSE), Optional.of(second)))
        .isEqualTo(
            new Activation(
                true,
                "activated: not worse than version 2 on the snapshot of 2024-03-01 (%s)"
                    .formatted(NOT_WORSE.inWords())));
  }

  @Test
  void one_that_is_worse_does_not() {
    assertThat(ActivationPolicy.decide(GOOD, DAY, against(second, WORSE), Optional.of(second)))
        .isEqualTo(
            new Activation(
                false,
                "not activated: worse than version 2 on the snapshot of 2024-03-01 (%s)"
                    .formatted(WORSE.inWords())));
  }

  @Test
  void what_somebody_decided_meanwhile_stands() {
    assertThat(ActivationPolicy.decide(GOOD, DAY, against(second, NOT_WORSE), Optional.of(third)))
        .isEqualTo(
            new Activation(
                false,
                "not activated: version 3 was made the active one while this was trained, and it"
                    + " was compared with version 2"));
    assertThat(ActivationPolicy.decide(GOOD, DAY, Optional.empty(), Optional.of(third)))
        .isEqualTo(
            new Activation(
                false,
                "not activated: version 3 was made the active one while this was trained, and the"
                    + " two were not compared"));
  }
}
