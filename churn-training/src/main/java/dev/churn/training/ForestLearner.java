package dev.churn.training;

import dev.churn.domain.job.Progress;
import java.util.Map;
import java.util.Random;
import weka.classifiers.Classifier;
import weka.classifiers.trees.RandomForest;
import weka.classifiers.trees.RandomTree;
import weka.core.Instances;

/**
 * Random forest.
 *
 * @param maxDepth how many questions a tree asks at most
 * @param minRows what a node must have twice to be split; less where rows are few
 * @param inputsPerSplit among how many randomly chosen inputs the best split is sought
 */
record ForestLearner(int trees, int maxDepth, int minRows, int inputsPerSplit) implements Learner {
  /** Trees are drawn from seeds of their own, so that the number of threads changes nothing. */
  private static final int MAX_THREADS = 4;

  ForestLearner {
    if (trees < 1 || maxDepth < 1 || minRows < 1 || inputsPerSplit < 1) {
      throw new IllegalArgumentException(
          "expected positive numbers, found %d, %d, %d, %d"
              .formatted(trees, maxDepth, minRows, inputsPerSplit));
    }
  }

  @Override
  public Scorer learn(Rows rows, long seed, Progress progress) {
    int[] places = DerivedInputs.forTrees();
    ObservedForest forest = WekaRuntime.call(() -> fit(rows, seed, progress));
    var builder = new FlatTrees.Builder();
    for (Classifier tree : forest.members()) {
      WekaTrees.add(builder, (RandomTree) tree, places);
    }
    return new ForestScorer(builder.build());
  }

  ObservedForest fit(Rows rows, long seed, Progress progress) throws Exception {
    int[] places = DerivedInputs.forTrees();
    var tree = new RandomTree();
    tree.setMinNum(rows.leafSize(minRows));
    var forest = new ObservedForest(progress);
    forest.setClassifier(tree);
    forest.setMaxDepth(maxDepth);
    forest.setNumFeatures(inputsPerSplit);
    forest.setNumIterations(trees);
    forest.setSeed(new Random(seed).nextInt());
    forest.setNumExecutionSlots(Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors()));
    forest.buildClassifier(WekaData.of(rows, places, WekaData.choosing(places)));
    return forest;
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of(
        "trees", Integer.toString(trees),
        "max_depth", Integer.toString(maxDepth),
        "min_rows_per_leaf", Integer.toString(minRows),
        "inputs_per_split", Integer.toString(inputsPerSplit));
  }

  @Override
  public boolean needsCalibration() {
    return true;
  }

  /** A forest that tells how many of its trees were begun. */
  static final class ObservedForest extends RandomForest {
    private static final long serialVersionUID = 1L;

    private final transient Progress progress;
    private int begun;

    ObservedForest(Progress progress) {
      this.progress = progress;
    }

    Classifier[] members() {
      return m_Classifiers;
    }

    @Override
    protected Instances getTrainingSet(int iteration) throws Exception {
      reportBegun();
      return super.getTrainingSet(iteration);
    }

    /** Called by the threads that grow trees; one at a time, so that progress only rises. */
    private synchronized void reportBegun() {
      begun++;
      progress.report(
          (double) (begun - 1) / m_NumIterations,
          "Growing tree %d of %d".formatted(begun, m_NumIterations));
    }
  }
}
