package dev.churn.domain.plausibility;

import dev.churn.domain.dataset.Finding;
import dev.churn.domain.dataset.Finding.Kind;
import dev.churn.domain.feature.FeatureDefinition;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds amounts in another unit than those of the file before, such as cents for euros, and amounts
 * that are gone. The monetary references are compared, the 95th percentiles of what customers spent
 * within 90 days.
 */
final class AmountScale {
  /** By how many times the percentile may change: more than any season or change of prices. */
  static final double MOST = 5;

  private AmountScale() {}

  static Optional<Finding> find(ProcessedFile file, ProcessedFile before) {
    double found = file.manifest().definition().monetaryReference();
    double expected = before.manifest().definition().monetaryReference();
    boolean isComparable =
        expected != FeatureDefinition.NO_AMOUNTS
            && Math.min(file.manifest().customers(), before.manifest().customers())
                >= FileComparison.LEAST_TO_COMPARE;
    if (!isComparable
        || (found < MOST * expected && expected < MOST * found && hasAmounts(found))) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Kind.AMOUNTS,
            hasAmounts(found)
                ? "amounts are %s times those of the last file: the 95th percentile of what customers spend in 90 days is %s, that of the last file %s"
                    .formatted(shown(found / expected), shown(found), shown(expected))
                : "no customer spends anything, the 95th percentile of what customers of the last file spend in 90 days is %s"
                    .formatted(shown(expected)),
            "a 95th percentile of about " + shown(expected),
            hasAmounts(found) ? shown(found) : "no amounts above 0"));
  }

  private static boolean hasAmounts(double reference) {
    return reference != FeatureDefinition.NO_AMOUNTS;
  }

  private static String shown(double number) {
    return number >= 10
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, "%.2g", number);
  }
}
