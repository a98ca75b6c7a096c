package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Evaluation;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a training.
 *
 * @param model the model to deploy, trained on all labeled rows
 * @param evaluated a model trained in the same way, but without the evaluation rows
 * @param evaluation the evaluation of that model
 * @param trainingSamples the number of rows that the deployed model was trained on: everybody known
 *     at each labeled snapshot, active or lapsed
 * @param churnRate fraction of these rows that churned
 * @param parameters the hyperparameters, including the seed
 * @param againstIncumbent the evaluated model compared with the incumbent, on the evaluation rows;
 *     empty if there was no incumbent
 */
public record TrainingResult(
    Predictor model,
    Predictor evaluated,
    Evaluation evaluation,
    long trainingSamples,
    double churnRate,
    Map<String, String> parameters,
    Optional<Comparison> againstIncumbent) {
  public TrainingResult {
    requireNonNull(model, "model");
    requireNonNull(evaluated, "evaluated");
    requireNonNull(evaluation, "evaluation");
    requireNonNull(againstIncumbent, "againstIncumbent");
    parameters = Map.copyOf(parameters);
  }
}
