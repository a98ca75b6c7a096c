package dev.churn.training;

import dev.churn.domain.job.Progress;
import dev.churn.training.BuyTillYouDie.Dropout;
import java.util.HashMap;
import java.util.Map;

/**
 * Learns the foundations of one training, each once, however many types of model and steps of the
 * tuning stand on it. Used by one thread.
 */
final class Foundations {
  private final int horizonDays;
  private final Map<Sample, OfSample> learned = new HashMap<>();

  /**
   * @param horizonDays how far the labels look ahead
   */
  Foundations(int horizonDays) {
    this.horizonDays = horizonDays;
  }

  int horizonDays() {
    return horizonDays;
  }

  /** What was learned of the same rows. */
  private static final class OfSample {
    BuyTillYouDie process;
    final Map<Double, LinearScorer> linearByRidge = new HashMap<>();
  }

  private OfSample of(Sample sample) {
    return learned.computeIfAbsent(sample, unknown -> new OfSample());
  }

  /** {@return both parts, blended} */
  Foundation learn(Sample sample, double ridge, double linearShare, Progress progress) {
    progress.report(0, "Fitting the model of buying and dropping out");
    BuyTillYouDie process = process(sample);
    Progress rest = progress.part(0.5, 1);
    LinearScorer linear =
        of(sample)
            .linearByRidge
            .computeIfAbsent(
                ridge, r -> LogisticLearner.path(sample, new double[] {r}, rest).get(0));
    return new Foundation(process, linear, linearShare);
  }

  /** {@return MBG/NBD, fitted to the labels} */
  BuyTillYouDie process(Sample sample) {
    OfSample known = of(sample);
    if (known.process == null) {
      Interrupts.check();
      BuyTillYouDie start = ofHistories(sample, Dropout.AFTER_FIRST, horizonDays);
      try (Workers workers = Workers.perProcessor()) {
        known.process =
            new BuyTillYouDieFit(Histories.of(sample), Dropout.AFTER_FIRST, horizonDays, workers)
                .toLabels(start);
      }
    }
    return known.process;
  }

  /** {@return a model fitted to histories alone, those of the newest snapshot: the longest} */
  static BuyTillYouDie ofHistories(Sample sample, Dropout dropout, int horizonDays) {
    int newest = Validation.newestSnapshot(sample);
    Sample latest = sample.where(i -> sample.snapshot(i) == newest);
    try (Workers workers = Workers.perProcessor()) {
      return new BuyTillYouDieFit(Histories.of(latest), dropout, horizonDays, workers)
          .toHistories();
    }
  }
}
