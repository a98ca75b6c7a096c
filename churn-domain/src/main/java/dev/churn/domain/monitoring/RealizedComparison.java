package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.Comparison;
import java.util.Optional;

/**
 * The comparison of a challenger or shadow with the champion, on the customers and as-of dates for
 * which both predicted.
 *
 * @param champion a group of role CHAMPION
 * @param rival a group of another role and the same month
 * @param rows the number of pairs of customer and as-of date, at least 1
 * @param difference rival minus champion; empty under the same conditions as {@link
 *     RealizedPerformance#quality}
 */
public record RealizedComparison(
    PredictionGroup champion, PredictionGroup rival, long rows, Optional<Comparison> difference) {
  /** Fixed, so that the same predictions and outcomes give the same intervals. */
  private static final long SEED = 1;

  public RealizedComparison {
    requireNonNull(champion, "champion");
    requireNonNull(rival, "rival");
    requireNonNull(difference, "difference");
  }

  /** {@return the comparison of two groups, or empty if they have no common rows} */
  public static Optional<RealizedComparison> of(
      PredictionGroup champion, PredictionGroup rival, PairedRows rows) {
    boolean[] churned = rows.churned();
    if (churned.length == 0) {
      return Optional.empty();
    }
    int churnedCount = 0;
    for (boolean c : churned) {
      churnedCount += c ? 1 : 0;
    }
    return Optional.of(
        new RealizedComparison(
            champion,
            rival,
            churned.length,
            RealizedPerformance.areEnough(churned.length, churnedCount)
                ? Optional.of(
                    Comparison.of(
                        RealizedPerformance.doubtful(rows.second()),
                        RealizedPerformance.doubtful(rows.first()),
                        churned,
                        rows.customers(),
                        SEED))
                : Optional.empty()));
  }
}
