package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

/**
 * The conclusion from an evaluation.
 *
 * @param sentence the conclusion as a sentence with the numbers
 */
public record Verdict(Kind kind, String sentence) {
  /** The three possible conclusions. */
  public enum Kind {
    /** The confidence interval of the gain over recency alone lies above 0. */
    BEATS_RECENCY,
    /** The model is better than chance, but not shown to be better than recency alone. */
    UNPROVEN,
    /** The model is worse than recency alone, or not shown to be better than chance. */
    REJECTED
  }

  private static final double CHANCE = 0.5;

  public Verdict {
    requireNonNull(kind, "kind");
    requireNonNull(sentence, "sentence");
  }

  /**
   * {@return the verdict} A model that is not shown to be better than chance is rejected, even if
   * recency alone does worse.
   *
   * @param gain the gain over recency alone
   * @param rocAucInterval the interval of the model's ROC AUC
   * @param customers the number of customers it was evaluated on
   */
  static Verdict of(Gain gain, Interval rocAucInterval, long customers) {
    String figures = Figures.withMargin(gain.rocAuc(), gain.interval());
    boolean beatsRecency = gain.interval().liesAbove(0);
    if (!rocAucInterval.liesAbove(CHANCE)) {
      return new Verdict(
          Kind.REJECTED,
          beatsRecency
              ? "not shown to be better than chance: do not deploy"
              : "does not beat recency alone: do not deploy");
    }
    if (beatsRecency) {
      return new Verdict(Kind.BEATS_RECENCY, "beats recency alone by " + figures);
    }
    if (gain.interval().liesBelow(0)) {
      return new Verdict(Kind.REJECTED, "does not beat recency alone: do not deploy");
    }
    return new Verdict(
        Kind.UNPROVEN,
        "not shown to beat recency alone: by %s on %d customers; better than chance"
            .formatted(figures, customers));
  }

  /** {@return whether the model may serve; false only for {@link Kind#REJECTED}} */
  public boolean isDeployable() {
    return kind != Kind.REJECTED;
  }
}
