package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

/**
 * Whether a training made its model the active one by itself; what somebody decides later changes
 * nothing here.
 *
 * @param reason a sentence, "activated: …" or "not activated: …"
 */
public record Activation(boolean activated, String reason) {
  public Activation {
    requireNonNull(reason, "reason");
  }
}
