package dev.churn.training.tree;

import dev.churn.domain.job.Progress;
import dev.churn.training.classifier.Learner;
import dev.churn.training.data.Bins;
import dev.churn.training.data.TrainingSample;
import dev.churn.training.math.SplitMix;
import dev.churn.training.parallel.Workers;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Random forest: Breiman, Random forests, Machine Learning 45(1), 2001. Each tree learns from a
 * bootstrap sample of the size of the training sample. Each tree has its own seed, so that the
 * number of threads does not change the result.
 *
 * @param maxDepth maximum depth of a tree
 * @param minRows minimum number of rows in a leaf; reduced for small samples
 * @param inputsPerSplit number of randomly chosen inputs that are considered for each split
 */
public record ForestLearner(int trees, int maxDepth, int minRows, int inputsPerSplit)
    implements Learner<ForestScorer> {
  public ForestLearner {
    if (trees < 1) {
      throw new IllegalArgumentException("expected at least one tree, found " + trees);
    }
    limits(maxDepth, minRows, inputsPerSplit);
  }

  private static TreeLimits limits(int depth, int rows, int inputsPerSplit) {
    return new TreeLimits(depth, rows, inputsPerSplit, 0, 0, Double.MAX_VALUE);
  }

  @Override
  public ForestScorer learn(TrainingSample sample, long seed, Progress progress) {
    try (Workers workers = Workers.perProcessor()) {
      return learn(sample, seed, progress, workers);
    }
  }

  public ForestScorer learn(TrainingSample sample, long seed, Progress progress, Workers workers) {
    int[] inputs = sample.treeInputs();
    TreeLimits limits = limits(maxDepth, sample.leafSize(minRows), inputsPerSplit);
    FlatTrees[] grown = new FlatTrees[trees];
    var reporter = new Reporter(progress);
    Queue<Bag> free = new ConcurrentLinkedQueue<>();
    Bins.Bin[] bins = sample.bins().of(inputs, workers);
    workers.forEach(
        trees,
        tree -> {
          reporter.begin();
          Bag reused = free.poll();
          Bag bag =
              reused == null
                  ? new Bag(sample, new TreeGrower(inputs, bins, sample.size(), limits, null))
                  : reused;
          grown[tree] = bag.grow(SplitMix.of(seed, tree));
          free.add(bag);
        });
    return new ForestScorer(FlatTrees.concatenated(List.of(grown)));
  }

  /** {@return how often a tree draws each of {@code rows} rows} */
  public static int[] draw(int rows, SplitMix random) {
    int[] drawn = new int[rows];
    for (int i = 0; i < rows; i++) {
      drawn[random.below(rows)]++;
    }
    return drawn;
  }

  /** The bootstrap samples of one tree after the other. */
  private static final class Bag {
    private final TrainingSample sample;
    private final TreeGrower grower;
    private final int[] rows;
    private final TreeTarget target;

    Bag(TrainingSample sample, TreeGrower grower) {
      this.sample = sample;
      this.grower = grower;
      rows = new int[sample.size()];
      target = TreeTarget.ofDrawnRows(sample.matrix().size());
    }

    FlatTrees grow(SplitMix random) {
      int[] drawn = draw(rows.length, random);
      int count = 0;
      for (int i = 0; i < drawn.length; i++) {
        if (drawn[i] > 0) {
          int row = sample.rows()[i];
          double weight = drawn[i] * sample.weight(i);
          target.gradients()[row] = sample.churned(i) ? weight : 0;
          target.curvatures()[row] = weight;
          target.counts()[row] = drawn[i];
          rows[count++] = row;
        }
      }
      return grower.grow(rows, count, target, random, 1);
    }
  }

  /**
   * Reports the number of trees started by all threads; synchronized, so that progress only rises.
   */
  private final class Reporter {
    private final Progress progress;
    private int begun;

    Reporter(Progress progress) {
      this.progress = progress;
    }

    synchronized void begin() {
      begun++;
      progress.report(
          (double) (begun - 1) / trees, "Growing tree %d of %d".formatted(begun, trees));
    }
  }

  @Override
  public Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("trees", Integer.toString(trees));
    parameters.put("max_depth", Integer.toString(maxDepth));
    parameters.put("min_rows_per_leaf", Integer.toString(minRows));
    parameters.put("inputs_per_split", Integer.toString(inputsPerSplit));
    return parameters;
  }
}
