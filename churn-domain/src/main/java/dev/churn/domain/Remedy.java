package dev.churn.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.UUID;

/**
 * The step that resolves an error. The error message names the step in words; this record names it
 * for programs, so that they can explain how to take it.
 *
 * @param action the action to take
 * @param subject the id of the object to act on; empty if the caller still has to choose one
 */
public record Remedy(Action action, Optional<UUID> subject) {
  /** The actions that can resolve an error. */
  public enum Action {
    /** Compute the features of a raw dataset. */
    PROCESS_DATASET,
    /** Train a model. */
    TRAIN_MODEL,
    /** Activate a trained model. */
    ACTIVATE_MODEL
  }

  public Remedy {
    requireNonNull(action, "action");
    requireNonNull(subject, "subject");
  }
}
