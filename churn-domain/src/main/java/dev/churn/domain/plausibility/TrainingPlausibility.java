package dev.churn.domain.plausibility;

import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.evaluation.Curves.ReliabilityBin;
import dev.churn.domain.evaluation.Evaluation;
import dev.churn.domain.evaluation.EvaluationMethod;
import dev.churn.domain.feature.SnapshotRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what a trained model predicts with what happened. */
public final class TrainingPlausibility {
  /** On fewer customers a mean has no meaning. */
  static final long LEAST_CUSTOMERS = 50;

  private TrainingPlausibility() {}

  /**
   * The mean probability that a model gives to the customers at two days.
   *
   * @param evaluated at the evaluation day
   * @param latest at the last known day
   */
  public record MeanProbabilities(double evaluated, double latest) {}

  /**
   * {@return what is not as expected of a trained model}
   *
   * @param means empty if they were not computed
   */
  public static List<Finding> findings(Evaluation evaluation, Optional<MeanProbabilities> means) {
    List<Finding> findings = new ArrayList<>();
    if (evaluation.scope().method() == EvaluationMethod.OUT_OF_TIME
        && evaluation.testSamples() >= LEAST_CUSTOMERS) {
      predictedRate(evaluation).ifPresent(findings::add);
    }
    means.flatMap(mean -> meanProbability(mean, snapshots(evaluation))).ifPresent(findings::add);
    return findings;
  }

  private static long snapshots(Evaluation evaluation) {
    return evaluation.snapshots().stream()
        .filter(snapshot -> snapshot.role() == SnapshotRole.TRAIN)
        .count();
  }

  private static Optional<Finding> predictedRate(Evaluation evaluation) {
    double sum = 0;
    long rows = 0;
    for (ReliabilityBin bin : evaluation.curves().reliability()) {
      sum += bin.rows() * bin.meanPredicted();
      rows += bin.rows();
    }
    double predicted = sum / rows;
    if (!Rates.isFarOff(evaluation.churnRate(), predicted, predicted, snapshots(evaluation))) {
      return Optional.empty();
    }
    String found = Rates.of(evaluation.churnRate());
    return Optional.of(
        new Finding(
            Kind.PREDICTED_RATE,
            "%s of the evaluated customers churned; the model had predicted %s"
                .formatted(found, Rates.of(predicted)),
            Rates.of(predicted),
            found));
  }

  private static Optional<Finding> meanProbability(MeanProbabilities means, long snapshots) {
    if (!Rates.isFarOff(means.latest(), means.evaluated(), means.evaluated(), snapshots)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Kind.MEAN_PROBABILITY,
            "the mean probability on the last day is %s, on the evaluation day it is %s"
                .formatted(Rates.of(means.latest()), Rates.of(means.evaluated())),
            Rates.of(means.evaluated()),
            Rates.of(means.latest())));
  }
}
