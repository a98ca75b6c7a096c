package dev.churn.training;

import dev.churn.domain.job.Progress;
import dev.churn.training.BuyTillYouDie.Dropout;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns a {@link Foundation}.
 *
 * @param horizonDays how far the labels look ahead
 * @param ridge of the logistic regression
 * @param linearShare its weight beside the model of buying and dropping out
 */
record FoundationLearner(int horizonDays, double ridge, double linearShare) implements Learner {
  /** Rows of the rarer class from which on the logistic regression has half of its final weight. */
  private static final double ROWS_FOR_HALF_A_SAY = 100;

  private static final double FINAL_LINEAR_SHARE = 0.5;

  /** Four parameters need no more rows than these. */
  static final int MAX_ROWS_OF_PROCESS = 200_000;

  /** {@return how far what was learned of so many customers counts, from 0 to 1 as they grow} */
  static double say(Sample sample) {
    double rarer = Validation.rarer(sample);
    return rarer / (rarer + ROWS_FOR_HALF_A_SAY);
  }

  /** {@return the weight of a logistic regression of so many customers, from 0 to one half} */
  static double usualLinearShare(Sample sample) {
    return FINAL_LINEAR_SHARE * say(sample);
  }

  @Override
  public Foundation learn(Sample sample, long seed, Progress progress) {
    progress.report(0, "Fitting the model of buying and dropping out");
    BuyTillYouDie process = process(sample, horizonDays, seed);
    List<LinearScorer> linear =
        LogisticLearner.path(sample, new double[] {ridge}, progress.part(0.5, 1));
    return new Foundation(process, linear.get(0), linearShare);
  }

  /** {@return MBG/NBD, fitted to the labels} */
  static BuyTillYouDie process(Sample sample, int horizonDays, long seed) {
    Interrupts.check();
    BuyTillYouDie start = ofHistories(sample, Dropout.AFTER_FIRST, horizonDays, seed);
    Sample some = Subset.ofCustomers(sample, MAX_ROWS_OF_PROCESS, seed);
    return new BuyTillYouDieFit(Histories.of(some), Dropout.AFTER_FIRST, horizonDays)
        .toLabels(start);
  }

  /** {@return a model fitted to histories alone, those of the newest snapshot: the longest} */
  static BuyTillYouDie ofHistories(Sample sample, Dropout dropout, int horizonDays, long seed) {
    int newest = Validation.newestSnapshot(sample);
    Sample latest = sample.where(i -> sample.snapshot(i) == newest);
    Sample some = Subset.ofCustomers(latest, MAX_ROWS_OF_PROCESS, seed);
    return new BuyTillYouDieFit(Histories.of(some), dropout, horizonDays).toHistories();
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("ridge", Double.toString(ridge));
    parameters.put("logistic_share", Double.toString(linearShare));
    return parameters;
  }
}
