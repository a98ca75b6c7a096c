package dev.churn.domain.plausibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.memory.Samples;
import dev.churn.domain.plausibility.TrainingPlausibility.MeanProbabilities;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingPlausibilityTest {
  private static List<Finding> findings(double churnRate) {
    return TrainingPlausibility.findings(Samples.withChurnRate(churnRate), Optional.empty());
  }

  private static List<Finding> findings(double evaluated, double latest) {
    return TrainingPlausibility.findings(
        Samples.evaluation(), Optional.of(new MeanProbabilities(evaluated, latest)));
  }

  @Test
  void outcomes_far_from_the_mean_prediction_are_found() {
    assertThat(findings(0.31)).isEmpty();
    assertThat(findings(0.45)).isEmpty();
    assertThat(findings(0.2)).isEmpty();
    assertThat(findings(0.7))
        .containsExactly(
            new Finding(
                Kind.PREDICTED_RATE,
                "0.70 of the evaluated customers churned; the model had predicted 0.31",
                "0.31",
                "0.70"));
    assertThat(findings(0.1)).extracting(Finding::kind).containsExactly(Kind.PREDICTED_RATE);
  }

  @Test
  void a_mean_probability_far_from_that_of_the_evaluation_day_is_found() {
    assertThat(findings(0.4, 0.55)).isEmpty();
    assertThat(findings(0.4, 0.25)).isEmpty();
    assertThat(findings(0.02, 0.06)).as("odds say too much of small rates").isEmpty();
    assertThat(findings(0.4, 0.8))
        .containsExactly(
            new Finding(
                Kind.MEAN_PROBABILITY,
                "the mean probability on the last day is 0.80, on the evaluation day it is 0.40",
                "0.40",
                "0.80"));
    assertThat(findings(0.6, 0.2)).extracting(Finding::kind).containsExactly(Kind.MEAN_PROBABILITY);
  }
}
