package dev.churn.domain.deployment;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What became of a trained model: whether it serves, since when and why, or which model replaced
 * it.
 *
 * @param activation the latest activation of the model as champion, if there was one
 * @param replacement the activation that ended it; present exactly for {@link State#REPLACED}
 */
public record ModelStanding(
    State state, Optional<ModelActivation> activation, Optional<ModelActivation> replacement) {
  /** The possible states of a trained model. */
  public enum State {
    /** The champion. */
    ACTIVE,
    CHALLENGER,
    SHADOW,
    /** A former champion. */
    REPLACED,
    /** Never a champion so far. */
    CANDIDATE
  }

  public ModelStanding {
    requireNonNull(state, "state");
    requireNonNull(activation, "activation");
    requireNonNull(replacement, "replacement");
    if (replacement.isPresent() != (state == State.REPLACED)) {
      throw new IllegalArgumentException(
          "expected a replacement exactly if replaced, found %s and %s"
              .formatted(state, replacement));
    }
  }
}
