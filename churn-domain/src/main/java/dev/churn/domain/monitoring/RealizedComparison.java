package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.evaluation.Comparison;
import java.util.Optional;

/**
 * A rival against the champion, on the customers and as-of days for which both predicted.
 *
 * @param champion one group, of role CHAMPION
 * @param rival the other, of another role and the same month
 * @param rows how many customers and days these are, at least 1
 * @param difference the rival less the champion; empty where {@link RealizedPerformance#quality}
 *     would be
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

  /** {@return the comparison of two groups' pairs, or empty if there is none} */
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
