package dev.churn.training.tuning;

import dev.churn.domain.job.Progress;
import dev.churn.domain.model.ModelType;
import dev.churn.training.blend.BaseModel;
import dev.churn.training.blend.BaseModelLearner;
import dev.churn.training.blend.BaseModels;
import dev.churn.training.blend.OffsetTreeLearner;
import dev.churn.training.blend.OffsetTrees;
import dev.churn.training.btyd.MbgNbd;
import dev.churn.training.classifier.Learner;
import dev.churn.training.classifier.Scorer;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.linear.LinearScorer;
import dev.churn.training.linear.LogisticLearner;
import dev.churn.training.math.Logits;
import dev.churn.training.tree.BoostingLearner;
import dev.churn.training.tree.BoostingPath;
import dev.churn.training.tree.ForestLearner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Chooses what a learner leaves open by the log-loss of {@link Validation}, which sees nothing but
 * the rows to learn from. Among what does practically as well, the more cautious is taken. Of many
 * rows a part of the customers is enough to choose by; the model then learns from all.
 */
public final class HyperparameterTuner {
  static final int MAX_ROWS = 200_000;

  /** From strong to weak: from the coefficients' standard deviation .1 a priori to .6. */
  private static final double[] RIDGES = {50, 15, 5, 1.5};

  private static final double USUAL_RIDGE = 15;

  /** Losses that differ by less, as a share, count as equal. */
  private static final double EQUAL = 0.001;

  /**
   * By how much, as a share, the loss must fall before half of the foundation is left out: what is
   * better today is not what is better when the customers have grown older.
   */
  private static final double CLEARLY_BETTER = 0.05;

  /** In nats of log-likelihood: Kass and Raftery, Bayes factors, JASA 90(430), 1995. */
  private static final double STRONG_EVIDENCE = 3;

  private static final int[] DEPTHS = {2, 3};
  private static final int MAX_ROUNDS = 400;
  private static final int PATIENCE = 40;
  private static final int INPUTS_PER_SPLIT = 4;
  private static final BoostingLearner BOOSTING =
      new BoostingLearner(10, 0.05, 2, 50, 5, 0.6, INPUTS_PER_SPLIT);

  private static final int TREES = 200;

  /** Enough to choose by. */
  private static final int TREES_TO_TUNE = 60;

  private static final int FOREST_DEPTH = 12;
  private static final int[] LEAF_ROWS = {100, 30, 10};
  private static final int USUAL_LEAF_ROWS = 30;
  private static final double[] FOREST_SHARES = {0.25, 0.5, 0.75, 1};

  private final TrainingSample all;
  private final TrainingSample sample;
  private final Validation validation;
  private final BaseModels foundations;
  private final long seed;
  private BaseModelLearner tunedFoundation;

  public HyperparameterTuner(TrainingSample all, int horizonDays, long seed) {
    this.all = all;
    this.sample = all.ofSomeCustomers(MAX_ROWS, seed);
    this.validation = Validation.of(sample, seed);
    this.foundations = new BaseModels(horizonDays);
    this.seed = seed;
  }

  /** {@return how it was tuned, by name, to be kept with the model} */
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("tuning", validation.method());
    parameters.put("tuning_rows", Integer.toString(sample.size()));
    return parameters;
  }

  /** {@return the learner that is expected to do best} */
  public Learner tune(ModelType type, Progress progress) {
    if (tunedFoundation == null) { // the same for all types
      tunedFoundation = foundation(progress.part(0, 0.3));
    }
    BaseModelLearner foundation = tunedFoundation;
    Progress rest = progress.part(0.3, 1);
    return switch (type) {
      case LOGISTIC_REGRESSION -> foundation;
      case GRADIENT_BOOSTING -> boosting(foundation, rest);
      case RANDOM_FOREST -> forest(foundation, rest);
      case AUTO -> throw new IllegalArgumentException("expected a type that can be learned");
    };
  }

  private BaseModelLearner foundation(Progress progress) {
    double usual = BaseModelLearner.usualLinearShare(all);
    double[] shares = {usual, 0, 1};
    if (validation.trials().isEmpty()) {
      return new BaseModelLearner(foundations, USUAL_RIDGE, processMisleads() ? 1 : usual);
    }
    double[][] losses = new double[shares.length][RIDGES.length];
    for (int i = 0; i < validation.trials().size(); i++) {
      Validation.Trial trial = validation.trials().get(i);
      progress.report(
          (double) i / validation.trials().size(), "The ridge of the logistic regression");
      MbgNbd process = foundations.process(trial.learn());
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
    return new BaseModelLearner(foundations, RIDGES[ridge], shares[chosen]);
  }

  /**
   * {@return whether the model of buying, for all that it was fitted to these very labels, says
   * less of them than their mean does} Then they are not about activity; where rows are too few to
   * be compared by, that is how it shows.
   */
  private boolean processMisleads() {
    MbgNbd process = foundations.process(sample);
    double[] fitted = sample.map(process::logOdds);
    double[] mean = new double[fitted.length];
    Arrays.fill(mean, Logits.logOdds(sample.churnRate()));
    return loss(sample, mean) < loss(sample, fitted) - STRONG_EVIDENCE;
  }

  private static double loss(TrainingSample rows, double[] logOdds) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      sum += Logits.loss(rows.churned(i) ? logOdds[i] : -logOdds[i]);
    }
    return sum;
  }

  private Learner boosting(BaseModelLearner foundation, Progress progress) {
    if (validation.trials().isEmpty()) {
      return new OffsetTreeLearner.Boosted(foundation, BOOSTING);
    }
    List<double[]> bases = bases(foundation, progress.part(0, 0.1));
    Progress growing = progress.part(0.1, 1);
    BoostingLearner best = BOOSTING;
    double bestLoss = Double.POSITIVE_INFINITY;
    int patience = validation.trials().size() == 1 ? PATIENCE : 3 * PATIENCE;
    for (int i = 0; i < DEPTHS.length; i++) {
      var learner =
          new BoostingLearner(
              MAX_ROUNDS,
              BOOSTING.shrinkage(),
              DEPTHS[i],
              BOOSTING.minRows(),
              BOOSTING.lambda(),
              BOOSTING.rowShare(),
              BOOSTING.inputsPerSplit());
      double[] losses = new double[MAX_ROUNDS + 1];
      for (int t = 0; t < bases.size(); t++) {
        Validation.Trial trial = validation.trials().get(t);
        double from = (i + (double) t / bases.size()) / DEPTHS.length;
        double to = (i + (t + 1.0) / bases.size()) / DEPTHS.length;
        BoostingPath path =
            learner.learn(
                trial.learn(),
                trial.predict(),
                Optional.of(bases.get(t)),
                patience,
                seed,
                growing.part(from, to));
        for (int round = 0; round < losses.length; round++) {
          losses[round] += trial.predict().size() * path.lossAfter(round);
        }
      }
      for (int round = 1; round < losses.length; round++) {
        if (losses[round] < bestLoss) {
          bestLoss = losses[round];
          best = learner.withRounds(round);
        }
      }
    }
    return new OffsetTreeLearner.Boosted(foundation, best);
  }

  private Learner forest(BaseModelLearner foundation, Progress progress) {
    double say = BaseModelLearner.say(all);
    if (validation.trials().isEmpty()) {
      return new OffsetTreeLearner.Forest(
          foundation, forestOf(TREES, USUAL_LEAF_ROWS), FOREST_SHARES[1] * say);
    }
    List<double[]> bases = bases(foundation, progress.part(0, 0.1));
    Progress growing = progress.part(0.1, 1);
    OffsetTreeLearner.Forest best = null;
    double bestLoss = Double.POSITIVE_INFINITY;
    for (int i = 0; i < LEAF_ROWS.length; i++) {
      double[] losses = new double[FOREST_SHARES.length];
      for (int t = 0; t < bases.size(); t++) {
        Validation.Trial trial = validation.trials().get(t);
        double from = (i + (double) t / bases.size()) / LEAF_ROWS.length;
        double to = (i + (t + 1.0) / bases.size()) / LEAF_ROWS.length;
        Scorer grown =
            forestOf(TREES_TO_TUNE, LEAF_ROWS[i])
                .learn(trial.learn(), seed, growing.part(from, to));
        double[] forest = grown.probabilities(trial.predict());
        for (int share = 0; share < losses.length; share++) {
          losses[share] +=
              forestLoss(trial.predict(), forest, bases.get(t), say * FOREST_SHARES[share]);
        }
      }
      for (int share = 0; share < losses.length; share++) {
        if (losses[share] < (1 - EQUAL) * bestLoss) {
          bestLoss = losses[share];
          best =
              new OffsetTreeLearner.Forest(
                  foundation, forestOf(TREES, LEAF_ROWS[i]), say * FOREST_SHARES[share]);
        }
      }
    }
    return best;
  }

  private static ForestLearner forestOf(int trees, int leafRows) {
    return new ForestLearner(trees, FOREST_DEPTH, leafRows, INPUTS_PER_SPLIT);
  }

  private List<double[]> bases(BaseModelLearner foundation, Progress progress) {
    List<Validation.Trial> trials = validation.trials();
    List<double[]> bases = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      Progress part = progress.part((double) i / trials.size(), (i + 1.0) / trials.size());
      BaseModel base = foundation.learn(trials.get(i).learn(), seed, part);
      bases.add(all.matrix().all().map(base::logOdds));
    }
    return bases;
  }

  /** {@return the place of the first that is practically as low as the lowest} */
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

  private static double forestLoss(
      TrainingSample rows, double[] forest, double[] base, double share) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      double logOdds =
          share * OffsetTrees.Forest.logOdds(forest[i]) + (1 - share) * base[rows.rows()[i]];
      sum += Logits.loss(rows.churned(i) ? logOdds : -logOdds);
    }
    return sum;
  }
}
