package dev.churn.domain.outcome;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.model.ModelId;
import java.time.LocalDate;
import java.util.Set;

/**
 * An as-of date whose horizon has closed, or whose customers a newer file has labels for.
 *
 * @param horizonDays H: a customer has churned without activity in (asOf, asOf + H]; {@link
 *     #LABELS} if the outcomes are labels of a file
 * @param models the models that predicted at this date with this horizon
 * @param coverage what the newer file can tell of customers whom it does not have
 */
public record OutcomeDay(LocalDate asOf, int horizonDays, Set<ModelId> models, Coverage coverage) {
  /** The horizon of outcomes that are labels of a file. */
  public static final int LABELS = 0;

  public OutcomeDay {
    requireNonNull(asOf, "asOf");
    requireNonNull(coverage, "coverage");
    models = Set.copyOf(models);
    if (horizonDays < 0) {
      throw new IllegalArgumentException("expected a horizon from 0 on, found " + horizonDays);
    }
  }

  /**
   * {@return the outcome of a customer whom the newer file does not have}
   *
   * @param hasAmounts whether the newer file has amounts
   */
  public ObservedOutcome ofAbsent(boolean hasAmounts) {
    return coverage == Coverage.FROM_NEXT_DAY
        ? ObservedOutcome.ofSilence(hasAmounts)
        : ObservedOutcome.UNKNOWN;
  }

  /**
   * {@return whether a later file may replace a known outcome} A label of a later file may tell of
   * a later time, so that the first one stays.
   */
  public boolean isReplaceable() {
    return horizonDays != LABELS;
  }
}
