package dev.churn.domain.deployment;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Requester;
import java.time.Instant;
import java.util.Optional;

/**
 * A record that a model became the champion of its organization. Once stored, it never changes.
 *
 * @param version the version of the model
 * @param previous the previous champion, if there was one
 */
public record ModelActivation(ModelId model, int version, Cause cause, Optional<ModelId> previous) {
  public ModelActivation {
    requireNonNull(model, "model");
    requireNonNull(cause, "cause");
    requireNonNull(previous, "previous");
  }

  /**
   * The time of and reason for an activation.
   *
   * @param by the requester; empty if not known
   * @param reason a sentence
   */
  public record Cause(Instant at, Optional<Requester> by, String reason) {
    public Cause {
      requireNonNull(at, "at");
      requireNonNull(by, "by");
      requireNonNull(reason, "reason");
    }
  }
}
