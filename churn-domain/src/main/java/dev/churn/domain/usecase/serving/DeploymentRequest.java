package dev.churn.domain.usecase.serving;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.util.List;

/**
 * A requested deployment, which {@link ManageDeployment#change} validates.
 *
 * @param champion the model that answers for all customers not assigned to a challenger
 * @param challengers the models that each answer for a share of the customers
 * @param shadows the models that predict for every customer but never answer
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
