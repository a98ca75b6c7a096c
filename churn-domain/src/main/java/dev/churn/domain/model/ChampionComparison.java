package dev.churn.domain.model;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.NonInferiorityVerdict;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The comparison of a new model with the champion at the time of its training.
 *
 * @param version the version of the champion
 * @param measured the comparison; empty if there was no form of the champion to compare with
 * @param notComparable the reason why no fair comparison was possible, to follow "because"; empty
 *     if the comparison was fair
 */
public record ChampionComparison(
    int version, Optional<Measured> measured, Optional<String> notComparable) {
  /** The form of the champion that was compared. */
  public enum Basis {
    /** The champion itself, which knows nothing of the evaluation labels. */
    SERVING,
    /**
     * The champion as it was evaluated, before it was refitted on its own evaluation snapshot. It
     * knows nothing of the evaluation labels, while the champion itself does.
     */
    AS_EVALUATED,
    /**
     * The champion itself, which may know evaluation labels. Since this can only favor the
     * champion, a better new model is better, but nothing else can be concluded.
     */
    MAY_KNOW_LABELS
  }

  /**
   * A comparison on the same customers.
   *
   * @param asOf the as-of dates of the rows
   * @param customers the number of rows
   * @param difference the new model minus the champion
   */
  public record Measured(
      Basis basis,
      List<LocalDate> asOf,
      long customers,
      Comparison difference,
      NonInferiorityVerdict verdict) {
    public Measured {
      requireNonNull(basis, "basis");
      asOf = List.copyOf(asOf);
      requireNonNull(difference, "difference");
      requireNonNull(verdict, "verdict");
    }
  }

  public ChampionComparison {
    requireNonNull(measured, "measured");
    requireNonNull(notComparable, "notComparable");
    boolean fair = measured.filter(m -> m.basis() != Basis.MAY_KNOW_LABELS).isPresent();
    if (fair == notComparable.isPresent()) {
      throw new IllegalArgumentException(
          "expected a reason exactly if the comparison is not fair, found %s and %s"
              .formatted(measured, notComparable));
    }
  }
}
