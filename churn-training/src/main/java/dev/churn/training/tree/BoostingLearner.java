package dev.churn.training.tree;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.parallel.Workers;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gradient boosting by Newton steps on the log-likelihood, which is LogitBoost (Friedman, Hastie
 * and Tibshirani, Additive logistic regression, Annals of Statistics 28(2), 2000) with a penalty on
 * leaves.
 *
 * @param rounds maximum number of trees
 * @param shrinkage factor for each tree's step, 0 to 1
 * @param maxDepth maximum depth of a tree
 * @param minRows minimum number of rows in a leaf; reduced for small samples
 * @param lambda weight of the squared step of each leaf, 0 for none
 * @param rowShare fraction of the rows, drawn anew for each tree, that the tree learns from; 1 for
 *     all
 * @param inputsPerSplit number of randomly chosen inputs that are considered for each split; {@link
 *     #ALL_INPUTS} for all
 */
public record BoostingLearner(
    int rounds,
    double shrinkage,
    int maxDepth,
    int minRows,
    double lambda,
    double rowShare,
    int inputsPerSplit)
    implements Learner<BoostedScorer> {
  public static final int ALL_INPUTS = Integer.MAX_VALUE;

  /**
   * Maximum step of a leaf, which keeps pure leaves bounded, as Friedman and others clip the
   * response.
   */
  public static final double MAX_STEP = 4;

  public BoostingLearner {
    if (rounds < 1 || !(shrinkage > 0 && shrinkage <= 1) || !(rowShare > 0 && rowShare <= 1)) {
      throw new IllegalArgumentException(
          "expected a round, shrinkage and share of rows up to 1, found %d, %s, %s"
              .formatted(rounds, shrinkage, rowShare));
    }
    limits(maxDepth, minRows, inputsPerSplit, lambda);
  }

  public BoostingLearner(int rounds, double shrinkage, int maxDepth, int minRows) {
    this(rounds, shrinkage, maxDepth, minRows, 1, 1, ALL_INPUTS);
  }

  private static TreeLimits limits(int depth, int rows, int inputsPerSplit, double lambda) {
    return new TreeLimits(depth, rows, inputsPerSplit, lambda, 0, MAX_STEP);
  }

  TreeLimits limits(TrainingSample sample) {
    return limits(maxDepth, sample.leafSize(minRows), inputsPerSplit, lambda);
  }

  public BoostingLearner withRounds(int changed) {
    return new BoostingLearner(
        changed, shrinkage, maxDepth, minRows, lambda, rowShare, inputsPerSplit);
  }

  @Override
  public BoostedScorer learn(TrainingSample sample, long seed, Progress progress) {
    BoostingPath path =
        learn(sample, sample.where(i -> false), Optional.empty(), rounds, seed, progress);
    return path.scorer(path.rounds());
  }

  /**
   * {@return the model after each round}
   *
   * @param validation rows of the same matrix on which each round is evaluated
   * @param base log-odds of each row of the matrix to which the trees are added; null for those of
   *     the churn rate
   * @param patience number of rounds without a lower validation loss after which learning stops;
   *     {@link #rounds} for never
   */
  public BoostingPath learn(
      TrainingSample sample,
      TrainingSample validation,
      Optional<double[]> base,
      int patience,
      long seed,
      Progress progress) {
    try (Workers workers = Workers.perProcessor()) {
      return new Boosting(this, sample, validation, base, seed, workers).run(patience, progress);
    }
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("rounds", Integer.toString(rounds));
    parameters.put("shrinkage", Double.toString(shrinkage));
    parameters.put("max_depth", Integer.toString(maxDepth));
    parameters.put("min_rows_per_leaf", Integer.toString(minRows));
    parameters.put("lambda", Double.toString(lambda));
    if (rowShare < 1) {
      parameters.put("row_share", Double.toString(rowShare));
    }
    if (inputsPerSplit != ALL_INPUTS) {
      parameters.put("inputs_per_split", Integer.toString(inputsPerSplit));
    }
    return parameters;
  }
}
