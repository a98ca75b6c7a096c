package dev.churn.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.UUID;

/**
 * The step that helps after an error. The error's message names the step in words; this tells a
 * program which one it is, so that it can say how to take it.
 *
 * @param action what to do
 * @param subject the id of what to do it with; empty if the caller has yet to choose
 */
public record Remedy(Action action, Optional<UUID> subject) {
  /** What can be done. */
  public enum Action {
    /** Compute the features of a raw dataset. */
    PROCESS_DATASET,
    /** Train a model. */
    TRAIN_MODEL,
    /** Make a trained model the active one. */
    ACTIVATE_MODEL
  }

  public Remedy {
    requireNonNull(action, "action");
    requireNonNull(subject, "subject");
  }
}
