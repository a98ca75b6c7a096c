package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import java.util.Map;
import java.util.Optional;

/**
 * What a training gives.
 *
 * @param model to deploy; learned from all labeled rows
 * @param evaluation of a model that learned in the same way without the rows it is judged on
 * @param trainingSamples how many rows the deployed model learned from
 * @param churnRate share of them that churned
 * @param parameters the hyperparameters, the seed among them
 * @param againstIncumbent the judged model less the request's incumbent, on the customers that it
 *     was judged on; empty if there was none
 */
public record TrainingResult(
    ChurnModel model,
    Evaluation evaluation,
    long trainingSamples,
    double churnRate,
    Map<String, String> parameters,
    Optional<Comparison> againstIncumbent) {
  public TrainingResult {
    requireNonNull(model, "model");
    requireNonNull(evaluation, "evaluation");
    requireNonNull(againstIncumbent, "againstIncumbent");
    parameters = Map.copyOf(parameters);
  }
}
