package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The decision whether training activated its model automatically; later activations by hand do not
 * change it.
 *
 * @param reason a sentence, "activated: …" or "not activated: …"
 * @param comparison the comparison with the champion; empty if there was none to compare with
 */
public record Activation(
    boolean activated, String reason, Optional<ChampionComparison> comparison) {
  public Activation {
    requireNonNull(reason, "reason");
    requireNonNull(comparison, "comparison");
  }

  /** Creates a decision without a comparison. */
  public Activation(boolean activated, String reason) {
    this(activated, reason, Optional.empty());
  }
}
