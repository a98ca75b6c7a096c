package dev.churn.training.season;

import dev.churn.training.blend.BaseModel;
import dev.churn.training.data.TrainingSample;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Learns the season from how far a model without one was off at each as-of day. If at a day the
 * model expects Σ p silent customers and y were seen, its log-odds were off by (y − Σ p) / Σ p (1 −
 * p), with the sampling variance 1 / Σ p (1 − p). {@link YearlyErrors} says which part of that
 * comes back every year.
 */
public final class SeasonFitter {
  /**
   * The days that must lie between the earliest day and the one by which the latest outcomes are
   * known. With less, a season cannot be told from a change that goes on.
   */
  private static final int A_YEAR = 340;

  /**
   * Added to the information of each day, so that all variances are finite: some customers' worth.
   */
  private static final double PRIOR_INFORMATION = 1;

  /** Log-odds below which a season changes nothing that anybody would see. */
  private static final double NEGLIGIBLE = .005;

  private SeasonFitter() {}

  /**
   * What was learned.
   *
   * @param sentence the season in words, or why there is none
   */
  public record Fitted(Optional<Season> season, String sentence) {}

  /**
   * {@return the season that the days of a sample show}
   *
   * @param base a model that was learned from the sample
   * @param days the as-of day of each snapshot, ascending
   */
  public static Fitted fit(
      BaseModel base, TrainingSample sample, List<LocalDate> days, int horizonDays) {
    if (horizonDays > A_YEAR / 2) {
      return new Fitted(Optional.empty(), "none: the horizon is longer than a season");
    }
    NavigableMap<LocalDate, DayError> errors = errors(base, sample, days);
    if (errors.isEmpty()
        || ChronoUnit.DAYS.between(errors.firstKey(), errors.lastKey()) + horizonDays < A_YEAR) {
      return new Fitted(Optional.empty(), "none: the days learned from span less than a year");
    }
    YearlyErrors.Expected yearly = YearlyErrors.of(List.copyOf(errors.values()));
    Season season = yearly.season();
    if (DoubleStream.of(season.byDay()).allMatch(value -> Math.abs(value) < NEGLIGIBLE)) {
      return new Fitted(Optional.empty(), "none: no day of the year differs");
    }
    return new Fitted(
        Optional.of(season),
        String.format(
            Locale.ROOT,
            "log-odds from %s; probability of a season %.2f",
            season.range(),
            yearly.probability()));
  }

  private static NavigableMap<LocalDate, DayError> errors(
      BaseModel base, TrainingSample sample, List<LocalDate> days) {
    double[] expected = base.probabilities(sample);
    double[] more = new double[days.size()];
    double[] information = new double[days.size()];
    for (int i = 0; i < expected.length; i++) {
      int day = sample.snapshot(i);
      more[day] += (sample.churned(i) ? 1 : 0) - expected[i];
      information[day] += expected[i] * (1 - expected[i]);
    }
    NavigableMap<LocalDate, DayError> errors = new TreeMap<>();
    for (int day = 0; day < more.length; day++) {
      if (information[day] > 0) {
        double known = information[day] + PRIOR_INFORMATION;
        errors.put(days.get(day), new DayError(days.get(day), more[day] / known, 1 / known));
      }
    }
    return errors;
  }
}
