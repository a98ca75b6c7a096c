package dev.churn.http.view;

import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.NonInferiorityVerdict;
import dev.churn.domain.model.Activation;
import dev.churn.domain.model.ChampionComparison;
import dev.churn.domain.model.ChampionComparison.Measured;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the training made the model the active one, and why. */
record ActivationView(boolean activated, String reason, Optional<ComparisonView> comparison) {
  static ActivationView of(Activation activation) {
    return new ActivationView(
        activation.activated(),
        activation.reason(),
        activation.comparison().map(ComparisonView::of));
  }

  /**
   * The comparison with the champion of the time; the fields of the measures are empty if there was
   * no form of it to compare with.
   */
  record ComparisonView(
      int version,
      boolean comparable,
      Optional<String> notComparableBecause,
      Optional<String> basis,
      Optional<List<LocalDate>> asOfDates,
      Optional<Long> customers,
      Optional<Double> rocAucDifference,
      Optional<List<Double>> rocAucInterval,
      Optional<Double> logLossDifference,
      Optional<List<Double>> logLossInterval,
      Optional<String> verdict,
      OptionalLong customersNeeded) {
    static ComparisonView of(ChampionComparison comparison) {
      Optional<Measured> measured = comparison.measured();
      Optional<Comparison> difference = measured.map(Measured::difference);
      Optional<NonInferiorityVerdict> verdict = measured.map(Measured::verdict);
      return new ComparisonView(
          comparison.version(),
          comparison.notComparable().isEmpty(),
          comparison.notComparable(),
          measured.map(Measured::basis).map(Texts::of),
          measured.map(Measured::asOf),
          measured.map(Measured::customers),
          difference.map(Comparison::rocAucDifference),
          difference.map(Comparison::rocAucInterval).map(Texts::ends),
          difference.map(Comparison::logLossDifference),
          difference.map(Comparison::logLossInterval).map(Texts::ends),
          verdict.map(NonInferiorityVerdict::kind).map(Texts::of),
          verdict.map(NonInferiorityVerdict::customersNeeded).orElse(OptionalLong.empty()));
    }
  }
}
