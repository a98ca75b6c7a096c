package dev.churn.domain.monitoring;

import static java.util.Objects.requireNonNull;

import dev.churn.domain.deployment.ModelRole;
import dev.churn.domain.evaluation.ClusteredComparison;
import dev.churn.domain.evaluation.Comparison;
import dev.churn.domain.evaluation.Population;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The comparison of a challenger or shadow with the champion on the customers and as-of dates for
 * which both predicted, over all months in which both did.
 *
 * @param rivalRole the latest role of the rival, not CHAMPION
 * @param population the customers it is about
 * @param cut the predictions and outcomes that it covers
 * @param rows the number of pairs of customer and as-of date, at least 1
 * @param customers the number of their customers
 * @param difference rival minus champion; empty under the same conditions as {@link
 *     RealizedPerformance#quality}. Customers are independent, rows of one customer are not
 * @param verdict what the difference means
 * @param moreCustomers about how many more customers like these a verdict needs; 0 if it is clear
 *     or not known
 */
public record RealizedComparison(
    ModelPair models,
    ModelRole rivalRole,
    Population population,
    Cut cut,
    long rows,
    long customers,
    Optional<Comparison> difference,
    RealizedVerdict verdict,
    long moreCustomers) {
  public RealizedComparison {
    requireNonNull(models, "models");
    requireNonNull(rivalRole, "rivalRole");
    requireNonNull(population, "population");
    requireNonNull(cut, "cut");
    requireNonNull(difference, "difference");
    requireNonNull(verdict, "verdict");
  }

  /** {@return the comparison of two models, or empty if they have no common rows} */
  public static Optional<RealizedComparison> of(
      ModelPair models, ModelRole rivalRole, Cut cut, Population population, PairedRows rows) {
    boolean[] churned = rows.churned(population);
    if (churned.length == 0) {
      return Optional.empty();
    }
    long[] customers = rows.customers(population);
    long distinct = Arrays.stream(customers).distinct().count();
    if (!RealizedPerformance.areEnough(churned, customers)) {
      return Optional.of(
          new RealizedComparison(
              models,
              rivalRole,
              population,
              cut,
              churned.length,
              distinct,
              Optional.empty(),
              RealizedVerdict.TOO_FEW,
              0));
    }
    ClusteredComparison found =
        ClusteredComparison.of(
            RealizedPerformance.doubtful(rows.second(population)),
            RealizedPerformance.doubtful(rows.first(population)),
            churned,
            customers);
    RealizedVerdict verdict = RealizedVerdict.of(found.comparison());
    return Optional.of(
        new RealizedComparison(
            models,
            rivalRole,
            population,
            cut,
            churned.length,
            distinct,
            Optional.of(found.comparison()),
            verdict,
            verdict == RealizedVerdict.NOT_SHOWN ? RealizedVerdict.moreCustomers(found) : 0));
  }

  /** {@return the verdict as text, such as "challenger version 4 is better than version 3"} */
  public String inWords() {
    String rival =
        "%s version %d".formatted(rivalRole.name().toLowerCase(Locale.ROOT), models.rivalVersion());
    String champion = "version " + models.championVersion();
    return switch (verdict) {
      case BETTER -> "%s is better than %s".formatted(rival, champion);
      case WORSE -> "%s is worse than %s".formatted(rival, champion);
      case EQUAL -> "%s and %s are practically equal".formatted(rival, champion);
      case CONTRADICTORY ->
          "ROC AUC and log-loss contradict each other about %s and %s".formatted(rival, champion);
      case NOT_SHOWN ->
          "no difference shown between %s and %s; a decision needs about %,d more customers"
              .formatted(rival, champion, moreCustomers);
      case TOO_FEW -> "too few outcomes to compare %s with %s".formatted(rival, champion);
    };
  }
}
