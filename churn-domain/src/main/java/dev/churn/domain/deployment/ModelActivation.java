package dev.churn.domain.deployment;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import dev.churn.domain.model.Requester;
import java.time.Instant;
import java.util.Optional;

/**
 * That a model became the champion of its organization. Once noted, it never changes.
 *
 * @param version of the model
 * @param previous the champion before, if there was one
 */
public record ModelActivation(ModelId model, int version, Cause cause, Optional<ModelId> previous) {
  public ModelActivation {
    requireNonNull(model, "model");
    requireNonNull(cause, "cause");
    requireNonNull(previous, "previous");
  }

  /**
   * When and why it happened.
   *
   * @param by who wanted it; empty if that is not known
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
