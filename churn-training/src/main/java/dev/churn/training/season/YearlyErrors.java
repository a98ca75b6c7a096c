package dev.churn.training.season;

import dev.churn.training.math.Cholesky;
import dev.churn.training.math.Logits;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits the errors of days into what comes back every year and the rest, by Gaussian processes
 * (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, chapters 2 and 5). The
 * error of a day is the sum of
 *
 * <ul>
 *   <li>a season with the periodic covariance τ² · exp(−2 sin²(π·d/365.25) / ℓ²) of days that lie d
 *       days apart, ℓ = .6: days a month apart share 70 %, those a quarter apart 6 %
 *   <li>a drift with the covariance κ² · exp(−d/365), which does not come back
 *   <li>a level of all days, an error of each day by itself, and sampling
 * </ul>
 *
 * Only the season is used. How strong it is, and whether there is any, nobody knows: all pairs of τ
 * and κ are weighed by prior times evidence. The evidence is the product of the densities of each
 * day's error given those of the days before it (Dawid, Statistical theory: the prequential
 * approach, JRSS A 147(2), 1984), so that it is large where the season learned by each day would
 * have told the next ones. Where it cannot tell, the mean over all pairs is a small correction.
 */
final class YearlyErrors {
  private static final double DAYS_OF_YEAR = 365.25;
  private static final double SMOOTHNESS = .6;
  private static final double DRIFT_DAYS = 365;
  private static final double LEVEL = .2;
  private static final double DAY_BY_ITSELF = .08;

  private static final List<Strength> SEASONS =
      List.of(
          new Strength(0, .4), new Strength(.15, .2), new Strength(.3, .2), new Strength(.6, .2));
  private static final List<Strength> DRIFTS =
      List.of(new Strength(0, .5), new Strength(.15, .3), new Strength(.3, .2));

  /**
   * A possible standard deviation.
   *
   * @param deviation in log-odds
   * @param prior its probability before anything was seen
   */
  private record Strength(double deviation, double prior) {}

  /**
   * The season that is to be expected.
   *
   * @param probability that there is a season at all
   */
  record Expected(Season season, double probability) {}

  /** The season if τ and κ are known. */
  private static final class Possible {
    final Strength season;
    final double logWeight;
    final double[] explained;

    Possible(Strength season, double logWeight, double[] explained) {
      this.season = season;
      this.logWeight = logWeight;
      this.explained = explained;
    }
  }

  private final List<DayError> errors;

  private YearlyErrors(List<DayError> errors) {
    this.errors = errors;
  }

  /** {@return the season that these errors show} */
  static Expected of(List<DayError> errors) {
    return new YearlyErrors(errors).season();
  }

  private Expected season() {
    List<Possible> possible = new ArrayList<>();
    double largest = Double.NEGATIVE_INFINITY;
    for (Strength season : SEASONS) {
      for (Strength drift : DRIFTS) {
        Possible next = possible(season, drift);
        possible.add(next);
        largest = Math.max(largest, next.logWeight);
      }
    }
    double total = 0;
    double some = 0;
    double[] byDay = new double[Season.DAYS];
    for (Possible one : possible) {
      double weight = StrictMath.exp(one.logWeight - largest);
      total += weight;
      some += one.season.deviation > 0 ? weight : 0;
      for (int day = 0; day < byDay.length; day++) {
        byDay[day] += weight * expected(one, day);
      }
    }
    for (int day = 0; day < byDay.length; day++) {
      byDay[day] = Logits.clip(byDay[day] / total, -Season.MOST, Season.MOST);
    }
    return new Expected(new Season(byDay), some / total);
  }

  private Possible possible(Strength season, Strength drift) {
    int size = errors.size();
    double[] covariances = new double[size * (size + 1) / 2];
    double[] values = new double[size];
    int place = 0;
    for (int i = 0; i < size; i++) {
      DayError error = errors.get(i);
      values[i] = error.logOdds();
      for (int j = 0; j <= i; j++) {
        LocalDate other = errors.get(j).asOf();
        double apart = Math.abs(ChronoUnit.DAYS.between(other, error.asOf()));
        covariances[place++] =
            square(season.deviation)
                    * alike(Season.dayOfYear(error.asOf()), Season.dayOfYear(other))
                + square(drift.deviation) * StrictMath.exp(-apart / DRIFT_DAYS)
                + square(LEVEL)
                + (i == j ? error.variance() + square(DAY_BY_ITSELF) : 0);
      }
    }
    Cholesky decomposed = Cholesky.of(covariances, size);
    double[] explained = decomposed.solve(values);
    double distance = 0;
    for (int i = 0; i < size; i++) {
      distance += values[i] * explained[i];
    }
    return new Possible(
        season,
        StrictMath.log(season.prior * drift.prior) - (decomposed.logDeterminant() + distance) / 2,
        explained);
  }

  private double expected(Possible possible, int day) {
    double sum = 0;
    for (int i = 0; i < errors.size(); i++) {
      sum += possible.explained[i] * alike(day, Season.dayOfYear(errors.get(i).asOf()));
    }
    return square(possible.season.deviation) * sum;
  }

  /** {@return the correlation of the season on two days of the year} */
  private static double alike(int day, int other) {
    double sine = StrictMath.sin(Math.PI * (day - other) / DAYS_OF_YEAR);
    return StrictMath.exp(-2 * square(sine / SMOOTHNESS));
  }

  private static double square(double value) {
    return value * value;
  }
}
