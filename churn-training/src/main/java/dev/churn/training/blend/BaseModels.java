package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.btyd.MbgNbd.Dropout;
import dev.churn.training.btyd.MbgNbdFitter;
import dev.churn.training.btyd.PurchaseHistories;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.linear.LogisticLearner;
import dev.churn.training.parallel.Interrupts;
import dev.churn.training.parallel.Workers;
import java.util.HashMap;
import java.util.Map;

/**
 * Learns the base models of one training. Each part is learned once and reused by all model types
 * and tuning steps. Used by one thread.
 */
public final class BaseModels {
  private final int horizonDays;
  private final Map<TrainingSample, OfSample> learned = new HashMap<>();

  /**
   * @param horizonDays horizon of the labels in days
   */
  public BaseModels(int horizonDays) {
    this.horizonDays = horizonDays;
  }

  int horizonDays() {
    return horizonDays;
  }

  /** The parts that were learned from one sample. */
  private static final class OfSample {
    MbgNbd process;
    final Map<Double, LinearScorer> linearByRidge = new HashMap<>();
  }

  private OfSample of(TrainingSample sample) {
    return learned.computeIfAbsent(sample, unknown -> new OfSample());
  }

  /** {@return the base model: both parts, blended} */
  public BaseModel learn(
      TrainingSample sample, double ridge, double linearShare, Progress progress) {
    progress.report(0, "Fitting the model of buying and dropping out");
    MbgNbd process = process(sample);
    Progress rest = progress.part(0.5, 1);
    LinearScorer linear =
        of(sample)
            .linearByRidge
            .computeIfAbsent(
                ridge, r -> LogisticLearner.path(sample, new double[] {r}, rest).get(0));
    return new BaseModel(process, linear, linearShare);
  }

  /** {@return MBG/NBD, fitted to the labels} */
  public MbgNbd process(TrainingSample sample) {
    OfSample known = of(sample);
    if (known.process == null) {
      Interrupts.check();
      known.process = toLabels(sample, ofHistories(sample, Dropout.AFTER_FIRST, horizonDays));
    }
    return known.process;
  }

  /**
   * {@return MBG/NBD fitted to the labels of a sample}
   *
   * @param histories MBG/NBD fitted to histories, with the horizon of the labels
   */
  public static MbgNbd toLabels(TrainingSample sample, MbgNbd histories) {
    try (Workers workers = Workers.perProcessor()) {
      return new MbgNbdFitter(
              PurchaseHistories.of(sample), histories.dropout(), histories.horizonDays(), workers)
          .toLabels(histories);
    }
  }

  /**
   * {@return MBG/NBD fitted to histories only, not to labels} It uses the histories up to the
   * newest snapshot, which are the longest.
   */
  public static MbgNbd ofHistories(TrainingSample sample, Dropout dropout, int horizonDays) {
    int newest = sample.newestSnapshot();
    TrainingSample latest = sample.where(i -> sample.snapshot(i) == newest);
    try (Workers workers = Workers.perProcessor()) {
      return new MbgNbdFitter(PurchaseHistories.of(latest), dropout, horizonDays, workers)
          .toHistories();
    }
  }
}
