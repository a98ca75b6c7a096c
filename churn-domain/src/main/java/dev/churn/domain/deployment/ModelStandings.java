package dev.churn.domain.deployment;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.deployment.ModelStanding.State;
import dev.churn.domain.model.ModelId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What became of the models of an organization, as its deployment and its history tell.
 *
 * @param history the activations of champions, the latest first; with only the latest part, a model
 *     that was champion before it counts as a candidate
 */
public record ModelStandings(Deployment deployment, List<ModelActivation> history) {
  public ModelStandings {
    requireNonNull(deployment, "deployment");
    history = List.copyOf(history);
  }

  /** {@return the standing of a trained model} */
  public ModelStanding of(ModelId model) {
    int place =
        IntStream.range(0, history.size())
            .filter(i -> history.get(i).model().equals(model))
            .findFirst()
            .orElse(-1);
    Optional<ModelActivation> activation =
        place < 0 ? Optional.empty() : Optional.of(history.get(place));
    if (deployment.champion().equals(Optional.of(model))) {
      return new ModelStanding(State.ACTIVE, activation, Optional.empty());
    }
    if (deployment.challengers().stream().anyMatch(other -> other.model().equals(model))) {
      return new ModelStanding(State.CHALLENGER, activation, Optional.empty());
    }
    if (deployment.shadows().contains(model)) {
      return new ModelStanding(State.SHADOW, activation, Optional.empty());
    }
    return place > 0
        ? new ModelStanding(State.REPLACED, activation, Optional.of(history.get(place - 1)))
        : new ModelStanding(State.CANDIDATE, activation, Optional.empty());
  }
}
