package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What is to be trained.
 *
 * @param type {@link ModelType#AUTO} stands for the best of the others, by the log-loss of what the
 *     model is judged on
 * @param seed the same set, type and seed give the same model, byte for byte
 * @param incumbent the model to compare the new one with
 */
public record TrainingRequest(
    TrainingSet set, ModelType type, long seed, Optional<Incumbent> incumbent) {
  public TrainingRequest {
    requireNonNull(set, "set");
    requireNonNull(type, "type");
    requireNonNull(incumbent, "incumbent");
  }

  /**
   * The model that serves so far.
   *
   * @param type of which it is; not {@link ModelType#AUTO}
   * @param unseen the model itself, if it has not learned from the rows that the new one is judged
   *     on. Otherwise it would repeat what it was told: one of its type then learns anew without
   *     them, and is compared in its place
   */
  public record Incumbent(ModelType type, Optional<ChurnModel> unseen) {
    public Incumbent {
      requireNonNull(type, "type");
      requireNonNull(unseen, "unseen");
    }
  }
}
