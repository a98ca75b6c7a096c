package dev.churn.training.evaluation;

import dev.churn.domain.evaluation.ClassificationMetrics;
import dev.churn.domain.evaluation.CutResult;
import dev.churn.domain.evaluation.Gain;
import dev.churn.domain.statistics.DayToDay;
import dev.churn.domain.statistics.Ranking;
import dev.churn.domain.statistics.RocArea;
import dev.churn.training.data.TrainingRows;
import java.time.LocalDate;
import java.util.List;

/** What a model scored at an earlier cut, and the rivals that learned from the same rows as it. */
public final class CutScores {
  private final LocalDate asOf;
  private final TrainingRows test;
  private final double[] probabilities;
  private final Rivals rivals;
  private final BaselineScore constant;

  /**
   * @param probabilities one for each row of {@code test}
   * @param constant the baseline that knows nothing of a customer
   */
  public CutScores(
      LocalDate asOf,
      TrainingRows test,
      double[] probabilities,
      Rivals rivals,
      BaselineScore constant) {
    this.asOf = asOf;
    this.test = test;
    this.probabilities = probabilities.clone();
    this.rivals = rivals;
    this.constant = constant;
  }

  /** {@return the result at this cut} */
  CutResult result() {
    return CutResult.of(asOf, probabilities, test.labels(), rivals.judged(constant, test));
  }

  /** {@return how the log-odds of ROC AUC change between the cuts} */
  static DayToDay changeOfArea(List<CutScores> cuts) {
    double[] values = new double[cuts.size()];
    double[] sampling = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      CutScores cut = cuts.get(i);
      RocArea area = RocArea.of(Ranking.of(cut.probabilities, cut.test.labels()));
      values[i] = area.logOdds();
      sampling[i] = area.logOddsVariance();
    }
    return DayToDay.of(values, sampling, DayToDay.AREA_DEVIATION);
  }

  /** {@return how the gain in ROC AUC over the baseline changes between the cuts} */
  static DayToDay changeOfGain(List<CutScores> cuts, String baseline) {
    double[] values = new double[cuts.size()];
    double[] sampling = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      CutScores cut = cuts.get(i);
      Gain.Sampled gain =
          Gain.Sampled.of(
              cut.probabilities,
              cut.rivals.rule(baseline).scores(cut.test),
              cut.test.labels(),
              cut.test.customers());
      values[i] = gain.gain();
      sampling[i] = gain.variance();
    }
    return DayToDay.of(values, sampling, DayToDay.GAIN_DEVIATION);
  }

  /** {@return the mean log-loss over all rows of the cuts, in nats} */
  public static double meanLogLoss(List<CutScores> cuts) {
    double sum = 0;
    long count = 0;
    for (CutScores cut : cuts) {
      sum += cut.test.size() * ClassificationMetrics.logLoss(cut.probabilities, cut.test.labels());
      count += cut.test.size();
    }
    return sum / count;
  }
}
