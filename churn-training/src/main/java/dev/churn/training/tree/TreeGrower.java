package dev.churn.training.tree;

import dev.churn.training.data.Bins.Bin;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.math.SplitMix;
import dev.churn.training.parallel.Chunks;
import dev.churn.training.parallel.Workers;
import dev.churn.training.tree.Histogram.Gathered;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Grows binary trees over binned inputs: Chen and Guestrin, XGBoost, KDD 2016. It sums a histogram
 * only for the smaller of two children and subtracts it from the parent's to get the other's (Ke
 * and others, LightGBM, NIPS 2017). It reuses its memory for the next tree. Used by one thread.
 */
public final class TreeGrower {
  /** Number of rows below which more threads cost more than they save. */
  private static final int MIN_SHARED_ROWS = 2 * Chunks.LENGTH;

  /** Number of rows below which sums are faster input by input. */
  private static final int MIN_ROWS_TO_GROUP = 1024;

  private final int[] inputs;
  private final Bin[] bins;
  private final TreeLimits limits;
  private final Workers workers;
  private final boolean keepHistograms;
  private final int[] candidates;
  private final int[] order;
  private final int[] rightRows;
  private final Gathered gathered;
  private final SplitSearch search;
  private final Deque<Histogram> free = new ArrayDeque<>();

  private TreeTarget target;
  private SplitMix random;
  private double leafFactor;
  private FlatTrees.Builder builder;
  private int[] leafEnds = new int[16];
  private double[] leafValues = new double[16];
  private int leafCount;

  /**
   * @param inputs indexes of {@link DerivedInputs}
   * @param bins bins of each of the inputs
   * @param capacity maximum number of rows of a tree
   * @param workers share the work on large nodes; null for none
   */
  public TreeGrower(int[] inputs, Bin[] bins, int capacity, TreeLimits limits, Workers workers) {
    this.inputs = inputs;
    this.bins = bins;
    this.limits = limits;
    this.workers = workers;
    // keeping a child's histogram pays off only if most of it is used
    keepHistograms = 2L * limits.inputsPerSplit() >= inputs.length;
    candidates = new int[inputs.length];
    order = new int[capacity];
    rightRows = new int[capacity];
    gathered = new Gathered(capacity);
    search = new SplitSearch(limits);
  }

  /** Receives the rows of one leaf, {@code order[from]} to {@code order[to − 1]}. */
  @FunctionalInterface
  interface LeafVisitor {
    void visit(double value, int[] order, int from, int to);
  }

  /**
   * {@return one tree}
   *
   * @param rows rows of the matrix; the tree learns from the first {@code count}
   * @param factor factor of the leaf values
   */
  public FlatTrees grow(int[] rows, int count, TreeTarget goal, SplitMix source, double factor) {
    target = goal;
    random = source;
    leafFactor = factor;
    builder = new FlatTrees.Builder();
    leafCount = 0;
    System.arraycopy(rows, 0, order, 0, count);
    Arrays.setAll(candidates, i -> i);
    builder.startTree();
    TreeNode root = root(count);
    Histogram histogram = null;
    if (keepHistograms && mayBeSplit(root, 0)) {
      histogram = take();
      build(histogram, 0, count);
    }
    grow(root, 0, count, 0, histogram);
    return builder.build();
  }

  /** Visits the leaves of the last tree from left to right. */
  void forEachLeaf(LeafVisitor visitor) {
    int from = 0;
    for (int leaf = 0; leaf < leafCount; leaf++) {
      visitor.visit(leafValues[leaf], order, from, leafEnds[leaf]);
      from = leafEnds[leaf];
    }
  }

  private TreeNode root(int count) {
    double[][] sums = new double[Chunks.count(count)][3];
    forEachChunk(
        0,
        count,
        (chunk, from, to) -> {
          double gradient = 0;
          double curvature = 0;
          double rows = target.counts() == null ? (double) to - from : 0;
          for (int i = from; i < to; i++) {
            gradient += target.gradients()[order[i]];
            curvature += target.curvatures()[order[i]];
          }
          for (int i = from; target.counts() != null && i < to; i++) {
            rows += target.counts()[order[i]];
          }
          sums[chunk][0] = gradient;
          sums[chunk][1] = curvature;
          sums[chunk][2] = rows;
        });
    double[] all = new double[3];
    for (double[] sum : sums) {
      for (int i = 0; i < all.length; i++) {
        all[i] += sum[i];
      }
    }
    return new TreeNode(all[0], all[1], all[2]);
  }

  /** Processes the range {@code from} to {@code to} − 1, in several threads if that pays off. */
  private void forEachChunk(int from, int to, Chunks.Work work) {
    Chunks.Work moved = (chunk, first, last) -> work.accept(chunk, from + first, from + last);
    if (workers != null && to - from >= MIN_SHARED_ROWS) {
      Chunks.forEach(workers, to - from, moved);
    } else {
      Chunks.forEach(to - from, moved);
    }
  }

  private boolean mayBeSplit(TreeNode node, int depth) {
    return depth < limits.maxDepth() && node.count() >= 2.0 * limits.minRows();
  }

  /**
   * Adds a node with its subtree.
   *
   * @param histogram histogram of the node, which is overwritten; null if there is none
   */
  private void grow(TreeNode node, int from, int to, int depth, Histogram histogram) {
    SplitSearch.BestSplit split = mayBeSplit(node, depth) ? best(node, from, to, histogram) : null;
    if (split == null) {
      give(histogram);
      leaf(node, to);
      return;
    }
    Bin bin = bins[split.input()];
    int place =
        builder.node(inputs[split.input()], bin.threshold(split.leftBin(), split.rightBin()));
    int middle = partition(bin.codes(), split.leftBin(), from, to);
    Histogram left = null;
    Histogram right = null;
    boolean leftGrows = mayBeSplit(split.left(), depth + 1);
    boolean rightGrows = mayBeSplit(split.right(), depth + 1);
    if (histogram != null && (leftGrows || rightGrows)) {
      boolean leftIsSmall = middle - from <= to - middle;
      Histogram small = take();
      build(small, leftIsSmall ? from : middle, leftIsSmall ? middle : to);
      if (leftIsSmall ? rightGrows : leftGrows) {
        subtract(histogram, small);
      }
      left = leftIsSmall ? small : histogram;
      right = leftIsSmall ? histogram : small;
    } else {
      give(histogram);
    }
    grow(split.left(), from, middle, depth + 1, left);
    builder.startRightOf(place);
    grow(split.right(), middle, to, depth + 1, right);
  }

  private void leaf(TreeNode node, int to) {
    double value = leafFactor * node.value(limits);
    builder.leaf(value);
    if (leafCount == leafEnds.length) {
      leafEnds = Arrays.copyOf(leafEnds, leafCount * 2);
      leafValues = Arrays.copyOf(leafValues, leafCount * 2);
    }
    leafEnds[leafCount] = to;
    leafValues[leafCount++] = value;
  }

  private SplitSearch.BestSplit best(TreeNode node, int from, int to, Histogram histogram) {
    search.start(node);
    int chosen = Math.min(limits.inputsPerSplit(), inputs.length);
    boolean all = chosen == inputs.length;
    for (int k = 0; k < chosen && !all; k++) {
      draw(k);
    }
    Histogram sums = histogram;
    if (histogram == null) {
      sums = take();
      gather(from, to);
      buildDrawn(sums, chosen, to - from);
    }
    for (int k = 0; k < chosen; k++) {
      see(candidates[k], sums);
    }
    // if these inputs give no split, draw more until one does
    for (int k = chosen; k < inputs.length && search.best() == null; k++) {
      int input = draw(k);
      if (histogram == null) {
        sums.build(input, bins[input], gathered);
      }
      see(input, sums);
    }
    if (histogram == null) {
      give(sums);
    }
    return search.best();
  }

  private void see(int input, Histogram histogram) {
    search.see(input, histogram.sums(), input, bins[input].count());
  }

  /** {@return an input that was not drawn at this node before} */
  private int draw(int drawn) {
    int place = drawn + random.below(inputs.length - drawn);
    int input = candidates[place];
    candidates[place] = candidates[drawn];
    candidates[drawn] = input;
    return input;
  }

  /** Moves rows that go left before those that go right; stable within both groups. */
  private int partition(byte[] codes, int leftBin, int from, int to) {
    int[] ends = new int[Chunks.count(to - from)]; // end of the rows that go left, by chunk
    forEachChunk(
        from,
        to,
        (chunk, first, last) -> {
          int left = first;
          int right = first;
          for (int i = first; i < last; i++) {
            int row = order[i];
            // write to both sides and keep one, without an unpredictable branch
            order[left] = row;
            rightRows[right] = row;
            int goesLeft = (codes[row] & 0xFF) <= leftBin ? 1 : 0;
            left += goesLeft;
            right += 1 - goesLeft;
          }
          ends[chunk] = left;
        });
    int left = from;
    for (int chunk = 0; chunk < ends.length; chunk++) { // the target is never behind the source
      int first = from + chunk * Chunks.LENGTH;
      System.arraycopy(order, first, order, left, ends[chunk] - first);
      left += ends[chunk] - first;
    }
    int right = left;
    for (int chunk = 0; chunk < ends.length; chunk++) {
      int first = from + chunk * Chunks.LENGTH;
      int count = Math.min(to - first, Chunks.LENGTH) - (ends[chunk] - first);
      System.arraycopy(rightRows, first, order, right, count);
      right += count;
    }
    return left;
  }

  private void build(Histogram histogram, int from, int to) {
    gather(from, to);
    buildDrawn(histogram, inputs.length, to - from);
  }

  private void gather(int from, int to) {
    gathered.start(order, from, to);
    forEachChunk(from, to, (chunk, first, last) -> gathered.gather(target, first, last));
  }

  /** Computes the histograms of the first {@code count} candidates over the gathered rows. */
  private void buildDrawn(Histogram histogram, int count, int rows) {
    if (rows < MIN_ROWS_TO_GROUP) {
      for (int k = 0; k < count; k++) {
        buildGroup(histogram, k, 1);
      }
      return;
    }
    int length = count % 3 == 0 ? 3 : 2;
    int groups = (count + length - 1) / length;
    IntConsumer group =
        i -> buildGroup(histogram, i * length, Math.min(length, count - i * length));
    if (workers != null) {
      workers.forEach(groups, group);
    } else {
      IntStream.range(0, groups).forEach(group);
    }
  }

  private void buildGroup(Histogram histogram, int k, int count) {
    int first = candidates[k];
    int second = count > 1 ? candidates[k + 1] : -1;
    int third = count > 2 ? candidates[k + 2] : -1;
    switch (count) {
      case 1 -> histogram.build(first, bins[first], gathered);
      case 2 -> histogram.build(first, bins[first], second, bins[second], gathered);
      default ->
          histogram.build(first, bins[first], second, bins[second], third, bins[third], gathered);
    }
  }

  private void subtract(Histogram from, Histogram child) {
    for (int input = 0; input < inputs.length; input++) {
      from.subtract(input, bins[input], child);
    }
  }

  private Histogram take() {
    return free.isEmpty() ? new Histogram(inputs.length) : free.pop();
  }

  private void give(Histogram histogram) {
    if (histogram != null) {
      free.push(histogram);
    }
  }
}
