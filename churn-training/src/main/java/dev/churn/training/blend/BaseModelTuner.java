package dev.churn.training.blend;

import dev.churn.domain.job.Progress;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.linear.LogisticLearner;
import dev.churn.training.math.Logits;
import dev.churn.training.tuning.TuningData;
import dev.churn.training.tuning.Validation;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the ridge and the weight of the logistic regression by the log-loss on the validation
 * rows. Among candidates of practically equal loss it takes the more cautious one.
 */
final class BaseModelTuner {
  /**
   * Ridge penalties from strong to weak; the prior standard deviation of the coefficients is .1 to
   * .6.
   */
  private static final double[] RIDGES = {50, 15, 5, 1.5};

  private static final double USUAL_RIDGE = 15;

  /** Losses that differ by less than this fraction count as equal. */
  private static final double EQUAL = 0.001;

  /**
   * The fraction by which the loss must fall before one of the two parts of the base model is
   * dropped: a part that is better today may be worse when the customers have grown older.
   */
  private static final double CLEARLY_BETTER = 0.05;

  /**
   * Difference of log-likelihoods, in nats, that counts as strong evidence: Kass and Raftery, Bayes
   * factors, JASA 90(430), 1995.
   */
  private static final double STRONG_EVIDENCE = 3;

  private final TuningData data;
  private final BaseModels baseModels;

  private BaseModelTuner(TuningData data) {
    this.data = data;
    this.baseModels = new BaseModels(data.horizonDays());
  }

  /** The tuned learner, shared by all model types that use it as their base. */
  private record Chosen(BaseModelLearner learner) {}

  /** {@return the learner with the best expected loss; the same for all model types} */
  static BaseModelLearner tuned(TuningData data, Progress progress) {
    return data.shared(Chosen.class, () -> new Chosen(new BaseModelTuner(data).tune(progress)))
        .learner();
  }

  private BaseModelLearner tune(Progress progress) {
    double usual = BaseModelLearner.usualLinearShare(data.all());
    double[] shares = {usual, 0, 1};
    if (data.validation().trials().isEmpty()) {
      return new BaseModelLearner(baseModels, USUAL_RIDGE, processMisleads() ? 1 : usual);
    }
    double[][] losses = new double[shares.length][RIDGES.length];
    for (int i = 0; i < data.validation().trials().size(); i++) {
      Validation.Trial trial = data.validation().trials().get(i);
      progress.report(
          (double) i / data.validation().trials().size(), "The ridge of the logistic regression");
      MbgNbd process = baseModels.process(trial.learn());
      List<LinearScorer> path = LogisticLearner.path(trial.learn(), RIDGES, Progress.none());
      double[] byProcess = trial.predict().map(process::logOdds);
      for (int ridge = 0; ridge < RIDGES.length; ridge++) {
        double[] byRegression = trial.predict().map(path.get(ridge)::logOdds);
        for (int share = 0; share < shares.length; share++) {
          losses[share][ridge] +=
              blendedLoss(trial.predict(), byProcess, byRegression, shares[share]);
        }
      }
    }
    int chosen = 0;
    int ridge = firstCloseToBest(losses[0]);
    for (int share = 1; share < shares.length; share++) {
      int other = firstCloseToBest(losses[share]);
      if (losses[share][other] < (1 - CLEARLY_BETTER) * losses[0][firstCloseToBest(losses[0])]
          && losses[share][other] < losses[chosen][ridge]) {
        chosen = share;
        ridge = other;
      }
    }
    return new BaseModelLearner(baseModels, RIDGES[ridge], shares[chosen]);
  }

  /**
   * {@return whether MBG/NBD, although fitted to these very labels, has a clearly higher log-loss
   * than the churn rate} The labels are then not about activity. Used if there are too few rows for
   * validation.
   */
  private boolean processMisleads() {
    MbgNbd process = baseModels.process(data.sample());
    double[] fitted = data.sample().map(process::logOdds);
    double[] mean = new double[fitted.length];
    Arrays.fill(mean, Logits.logOdds(data.sample().churnRate()));
    return loss(data.sample(), mean) < loss(data.sample(), fitted) - STRONG_EVIDENCE;
  }

  private static double loss(TrainingSample rows, double[] logOdds) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      sum += Logits.loss(rows.churned(i) ? logOdds[i] : -logOdds[i]);
    }
    return sum;
  }

  /** {@return the index of the first loss that is practically equal to the lowest} */
  private static int firstCloseToBest(double[] losses) {
    double lowest = Double.POSITIVE_INFINITY;
    for (double loss : losses) {
      lowest = Math.min(lowest, loss);
    }
    int first = 0;
    while (losses[first] > (1 + EQUAL) * lowest) {
      first++;
    }
    return first;
  }

  private static double blendedLoss(
      TrainingSample rows, double[] process, double[] linear, double linearShare) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      double logOdds = BaseModel.blend(process[i], linear[i], linearShare);
      sum += Logits.loss(rows.churned(i) ? logOdds : -logOdds);
    }
    return sum;
  }
}
