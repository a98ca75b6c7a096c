package dev.churn.training.season;

import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;

/** The bytes of a season in a model file: a list of reals, one for each day of the year. */
public final class SeasonFormat {
  private SeasonFormat() {}

  public static void write(ModelFileWriter out, Season season) {
    out.reals(season.byDay());
  }

  /**
   * {@return the season}
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if the bytes are not one
   */
  public static Season read(ModelFileReader in) {
    double[] byDay = in.reals();
    in.require(byDay.length == Season.DAYS, "log-odds for each day of the year");
    for (double logOdds : byDay) {
      in.require(Season.isPossible(logOdds), "log-odds of a season");
    }
    return new Season(byDay);
  }
}
