package dev.churn.domain.evaluation;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.statistics.Interval;

/**
 * The conclusion from an evaluation.
 *
 * @param sentence the conclusion as a sentence with the numbers
 */
public record Verdict(Kind kind, String sentence) {
  /** The possible conclusions. */
  public enum Kind {
    /** The confidence interval of the gain over the best baseline lies above 0. */
    BEATS_BASELINE,
    /**
     * The confidence interval of the gain over recency alone lies above 0; only for models of
     * earlier versions, which were not compared with other baselines.
     */
    BEATS_RECENCY,
    /** The model is better than chance, but not shown to be better than the baseline. */
    UNPROVEN,
    /**
     * The model is better than chance, but the baseline ranks as well: the gain is 0 or less, or at
     * most {@value #PRACTICALLY_NONE} at the upper end of its interval.
     */
    NO_BETTER,
    /** The model is worse than the baseline, or not shown to be better than chance. */
    REJECTED
  }

  /** The gain in ROC AUC below which a model is of no use beside a rule. */
  public static final double PRACTICALLY_NONE = 0.01;

  private static final double CHANCE = 0.5;

  public Verdict {
    requireNonNull(kind, "kind");
    requireNonNull(sentence, "sentence");
  }

  /**
   * {@return the verdict} A model that is not shown to be better than chance is rejected, even if
   * the baseline does worse.
   *
   * @param rival the baseline that the model has to beat, and the gain over it
   * @param rocAucInterval the interval of the model's ROC AUC
   * @param customers the number of customers it was evaluated on
   */
  static Verdict of(BestBaseline rival, Interval rocAucInterval, long customers) {
    Gain gain = rival.gain();
    if (!rocAucInterval.liesAbove(CHANCE)) {
      return new Verdict(Kind.REJECTED, "not shown to be better than chance: do not deploy");
    }
    if (gain.interval().liesAbove(0)) {
      return new Verdict(
          Kind.BEATS_BASELINE, "beats %s by %s".formatted(rival.inWords(), figures(gain)));
    }
    if (gain.interval().liesBelow(0)) {
      return new Verdict(
          Kind.REJECTED,
          "worse than %s (%s): do not deploy".formatted(rival.inWords(), difference(gain)));
    }
    if (gain.rocAuc() <= 0 || gain.interval().high() <= PRACTICALLY_NONE) {
      return new Verdict(
          Kind.NO_BETTER,
          "no better than %s: use that instead (%s on %d customers)"
              .formatted(rival.inWords(), difference(gain), customers));
    }
    return new Verdict(
        Kind.UNPROVEN,
        "not shown to beat %s (%s on %d customers), but better than chance"
            .formatted(rival.inWords(), difference(gain), customers));
  }

  /** {@return the verdict on a model of an earlier version, compared with recency alone} */
  static Verdict ofEarlier(Gain gain, Interval rocAucInterval, long customers) {
    boolean beatsRecency = gain.interval().liesAbove(0);
    if (!rocAucInterval.liesAbove(CHANCE)) {
      return new Verdict(
          Kind.REJECTED,
          beatsRecency
              ? "not shown to be better than chance: do not deploy"
              : "does not beat recency alone: do not deploy");
    }
    if (beatsRecency) {
      return new Verdict(Kind.BEATS_RECENCY, "beats recency alone by " + figures(gain));
    }
    if (gain.interval().liesBelow(0)) {
      return new Verdict(Kind.REJECTED, "does not beat recency alone: do not deploy");
    }
    return new Verdict(
        Kind.UNPROVEN,
        "not shown to beat recency alone (%s on %d customers), but better than chance"
            .formatted(difference(gain), customers));
  }

  private static String figures(Gain gain) {
    return Figures.withMargin(gain.rocAuc(), gain.interval());
  }

  /** {@return by how much the ROC AUC of the model is higher or lower than the other's} */
  private static String difference(Gain gain) {
    return "ROC AUC %s by %s"
        .formatted(
            gain.rocAuc() < 0 ? "lower" : "higher",
            Figures.withMargin(Math.abs(gain.rocAuc()), gain.interval()));
  }

  /** {@return whether the model may serve; false only for {@link Kind#REJECTED}} */
  public boolean isDeployable() {
    return kind != Kind.REJECTED;
  }
}
