package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

/**
 * The decision whether training activated its model automatically; later activations by hand do not
 * change it.
 *
 * @param reason a sentence, "activated: …" or "not activated: …"
 */
public record Activation(boolean activated, String reason) {
  public Activation {
    requireNonNull(reason, "reason");
  }
}
