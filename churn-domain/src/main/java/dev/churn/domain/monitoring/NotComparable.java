package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.deployment.ModelRole;

/**
 * A challenger or shadow whose predictions cannot be compared with those of the champion.
 *
 * @param reason in words, such as "not comparable: horizons of 30 and 60 days"
 */
public record NotComparable(ModelPair models, ModelRole rivalRole, String reason) {
  public NotComparable {
    requireNonNull(models, "models");
    requireNonNull(rivalRole, "rivalRole");
    requireNonNull(reason, "reason");
  }
}
