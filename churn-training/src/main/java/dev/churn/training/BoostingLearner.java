package dev.churn.training;

import dev.churn.domain.job.Progress;
import java.util.Map;
import java.util.Random;
import weka.classifiers.Classifier;
import weka.classifiers.meta.LogitBoost;
import weka.classifiers.trees.REPTree;

/**
 * Gradient boosting: Friedman, Hastie and Tibshirani, Additive logistic regression, Annals of
 * Statistics 28(2), 2000, over regression trees.
 *
 * @param shrinkage by how much each tree's step is shortened, 0 to 1
 * @param maxDepth how many questions a tree asks at most
 * @param minRows how much weight, in rows, a leaf has at least; less where rows are few
 */
record BoostingLearner(int rounds, double shrinkage, int maxDepth, int minRows) implements Learner {
  BoostingLearner {
    if (rounds < 1 || maxDepth < 1 || minRows < 1 || !(shrinkage > 0 && shrinkage <= 1)) {
      throw new IllegalArgumentException(
          "expected positive numbers and a shrinkage up to 1, found %d, %s, %d, %d"
              .formatted(rounds, shrinkage, maxDepth, minRows));
    }
  }

  @Override
  public Scorer learn(Rows rows, long seed, Progress progress) {
    int[] places = DerivedInputs.forTrees();
    OpenLogitBoost boosting = WekaRuntime.call(() -> fit(rows, seed, progress));
    var builder = new FlatTrees.Builder();
    for (Classifier[] round : boosting.classifiers()) {
      WekaTrees.add(builder, (REPTree) round[0], places, shrinkage);
    }
    return new BoostedScorer(builder.build(), boosting.initialLogOdds());
  }

  OpenLogitBoost fit(Rows rows, long seed, Progress progress) throws Exception {
    int[] places = DerivedInputs.forTrees();
    var tree = new REPTree();
    tree.setNoPruning(true);
    tree.setMaxDepth(maxDepth);
    tree.setMinNum(rows.leafSize(minRows));
    var boosting = new OpenLogitBoost();
    boosting.setClassifier(tree);
    boosting.setNumIterations(rounds);
    boosting.setShrinkage(shrinkage);
    boosting.setUseEstimatedPriors(true);
    boosting.setSeed(new Random(seed).nextInt());
    boosting.initializeClassifier(WekaData.of(rows, places, WekaData.choosing(places)));
    for (int round = 0; round < rounds; round++) {
      progress.report(
          (double) round / rounds, "Boosting round %d of %d".formatted(round + 1, rounds));
      boosting.next();
      if (boosting.foundNothing()) {
        break; // the next round would look at the same and find nothing either
      }
    }
    boosting.done();
    return boosting;
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of(
        "rounds", Integer.toString(rounds),
        "shrinkage", Double.toString(shrinkage),
        "max_depth", Integer.toString(maxDepth),
        "min_rows_per_leaf", Integer.toString(minRows));
  }

  @Override
  public boolean needsCalibration() {
    return true;
  }

  /** LogitBoost that tells where it started. */
  static final class OpenLogitBoost extends LogitBoost {
    private static final long serialVersionUID = 1L;

    OpenLogitBoost() {}

    /** {@return whether the last tree is a lone leaf} */
    boolean foundNothing() {
      return ((REPTree) m_Classifiers.get(m_NumGenerated - 1)[0]).numNodes() == 1;
    }

    /** {@return the log-odds of "churned" before the first tree} */
    double initialLogOdds() {
      return m_InitialFs[0] - m_InitialFs[1];
    }
  }
}
