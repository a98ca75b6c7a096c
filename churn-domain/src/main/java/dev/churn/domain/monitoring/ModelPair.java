package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;

/** A champion, and a challenger or shadow that predicted beside it. */
public record ModelPair(ModelId champion, int championVersion, ModelId rival, int rivalVersion) {
  public ModelPair {
    requireNonNull(champion, "champion");
    requireNonNull(rival, "rival");
    if (champion.equals(rival)) {
      throw new IllegalArgumentException("expected two models, found twice " + champion);
    }
  }
}
