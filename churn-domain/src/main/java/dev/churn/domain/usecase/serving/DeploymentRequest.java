package dev.churn.domain.usecase.serving;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.util.List;

/**
 * The deployment that a user asks for. {@link ManageDeployment#change} checks it.
 *
 * @param champion the model that answers for the customers of no challenger
 * @param challengers the models that answer for a share of the customers each
 * @param shadows the models that predict for every customer and never answer
 */
public record DeploymentRequest(
    ModelId champion, List<Challenger> challengers, List<ModelId> shadows) {
  public DeploymentRequest {
    requireNonNull(champion, "champion");
    challengers = List.copyOf(challengers);
    shadows = List.copyOf(shadows);
  }

  /** A challenger and its share of the customers, above 0 and below 1. */
  public record Challenger(ModelId model, double share) {
    public Challenger {
      requireNonNull(model, "model");
    }
  }
}
