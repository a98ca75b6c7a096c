package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What a training gives.
 *
 * @param model to deploy; learned from all labelled rows
 * @param evaluation of a model that learned in the same way without the rows it is judged on
 * @param trainingSamples how many rows the deployed model learned from
 * @param churnRate share of them that churned
 * @param parameters the hyperparameters, the seed among them
 */
public record TrainedModel(
    ChurnModel model,
    Evaluation evaluation,
    long trainingSamples,
    double churnRate,
    Map<String, String> parameters) {
  public TrainedModel {
    requireNonNull(model, "model");
    requireNonNull(evaluation, "evaluation");
    parameters = Map.copyOf(parameters);
  }
}
