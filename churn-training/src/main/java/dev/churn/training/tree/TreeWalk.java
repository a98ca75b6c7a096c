package dev.churn.training.tree;

import java.util.Arrays;

/**
 * Trees in the form in which they are walked. Of an input only matters between which of the trees'
 * thresholds it lies, so each row is turned into such places once; then a step is a comparison of
 * small whole numbers without a branch that could be guessed wrong. In a leaf one goes right, and
 * that is the leaf itself: all ways down are as long as the longest, and no step asks whether it is
 * the last. Siblings lie side by side.
 */
final class TreeWalk {
  /** Ways down that are gone side by side: while one waits for the memory, the others go on. */
  private static final int WIDTH = 4;

  /** Enough for 4,096 inputs; what is left holds a million thresholds of each. */
  private static final int INPUT_BITS = 12;

  private static final int INPUT_MASK = (1 << INPUT_BITS) - 1;

  /** Of each node the place of its left child, the rank of its threshold and its input. */
  private final long[] nodes;

  private final double[] leaves;
  private final int[] roots;
  private final int[] depths;
  private final int[] groupDepths; // of each WIDTH trees
  private final int[] asked; // the inputs that trees ask for
  private final double[][] thresholds; // of each of them, ascending; filled up to a power of two

  TreeWalk(int[] roots, int[] inputs, double[] values, int[] rights) {
    nodes = new long[inputs.length];
    leaves = new double[inputs.length];
    this.roots = new int[roots.length];
    depths = new int[roots.length];
    groupDepths = new int[roots.length / WIDTH];
    asked = Arrays.stream(inputs).filter(i -> i != FlatTrees.LEAF).distinct().sorted().toArray();
    thresholds = new double[asked.length][];
    double[][] ofInput = new double[asked.length == 0 ? 0 : asked[asked.length - 1] + 1][];
    for (int i = 0; i < asked.length; i++) {
      ofInput[asked[i]] = distinctThresholds(asked[i], inputs, values);
      int size = Integer.highestOneBit(ofInput[asked[i]].length) * 2;
      thresholds[i] = Arrays.copyOf(ofInput[asked[i]], size);
      Arrays.fill(thresholds[i], ofInput[asked[i]].length, size, Double.POSITIVE_INFINITY);
    }
    int[] places = new int[inputs.length];
    int[] levels = new int[inputs.length];
    int tree = -1;
    int next = 0;
    for (int node = 0; node < inputs.length; node++) { // parents lie before their children
      if (tree + 1 < roots.length && node == roots[tree + 1]) {
        tree++;
        this.roots[tree] = next;
        places[node] = next++;
      }
      depths[tree] = Math.max(depths[tree], levels[node]);
      int place = places[node];
      if (inputs[node] == FlatTrees.LEAF) {
        nodes[place] = ((long) place - 1) << Integer.SIZE;
        leaves[place] = values[node];
      } else {
        int rank = 1 + Arrays.binarySearch(ofInput[inputs[node]], values[node] + 0.0);
        nodes[place] = (long) next << Integer.SIZE | rank << INPUT_BITS | inputs[node];
        places[node + 1] = next;
        places[rights[node]] = next + 1;
        levels[node + 1] = levels[node] + 1;
        levels[rights[node]] = levels[node] + 1;
        next += 2;
      }
    }
    for (int t = 0; t < groupDepths.length * WIDTH; t++) {
      groupDepths[t / WIDTH] = Math.max(groupDepths[t / WIDTH], depths[t]);
    }
  }

  private static double[] distinctThresholds(int input, int[] inputs, double[] values) {
    double[] all = new double[inputs.length];
    int count = 0;
    for (int node = 0; node < inputs.length; node++) {
      if (inputs[node] == input) {
        all[count++] = values[node] + 0.0; // makes −0.0 the 0.0 that it equals
      }
    }
    return Arrays.stream(all, 0, count).sorted().distinct().toArray();
  }

  /** Puts the number of thresholds that are not above it into the place of each input. */
  void rank(double[] inputs, int[] ranks) {
    for (int i = 0; i < asked.length; i++) {
      double value = inputs[asked[i]];
      double[] ascending = thresholds[i];
      int rank = 0;
      for (int step = ascending.length >> 1; step > 0; step >>= 1) {
        rank += value >= ascending[rank + step - 1] ? step : 0;
      }
      ranks[asked[i]] = rank;
    }
  }

  private int next(int[] ranks, int place) {
    long node = nodes[place];
    int question = (int) node;
    // the sign of the difference: one less where the rank is below that of the threshold
    int left = (ranks[question & INPUT_MASK] - (question >>> INPUT_BITS)) >>> (Integer.SIZE - 1);
    return (int) (node >> Integer.SIZE) + 1 - left;
  }

  private double leaf(int[] ranks, int tree) {
    int place = roots[tree];
    for (int level = 0; level < depths[tree]; level++) {
      place = next(ranks, place);
    }
    return leaves[place];
  }

  /** {@return the sum of the leaves that a row is led to, one per tree, in the trees' order} */
  double sum(int[] ranks) {
    double sum = 0;
    for (int group = 0; group < groupDepths.length; group++) {
      int a = roots[WIDTH * group];
      int b = roots[WIDTH * group + 1];
      int c = roots[WIDTH * group + 2];
      int d = roots[WIDTH * group + 3];
      for (int level = 0; level < groupDepths[group]; level++) {
        a = next(ranks, a);
        b = next(ranks, b);
        c = next(ranks, c);
        d = next(ranks, d);
      }
      sum += leaves[a];
      sum += leaves[b];
      sum += leaves[c];
      sum += leaves[d];
    }
    for (int tree = WIDTH * groupDepths.length; tree < roots.length; tree++) {
      sum += leaf(ranks, tree);
    }
    return sum;
  }

  /** Puts the {@link #sum} of each row, bit for bit, into {@code sums}. */
  void sums(int[][] ranks, int rows, double[] sums) {
    Arrays.fill(sums, 0, rows, 0);
    int grouped = rows / WIDTH * WIDTH;
    for (int tree = 0; tree < roots.length; tree++) {
      for (int row = 0; row < grouped; row += WIDTH) {
        int[] ranksA = ranks[row];
        int[] ranksB = ranks[row + 1];
        int[] ranksC = ranks[row + 2];
        int[] ranksD = ranks[row + 3];
        int a = roots[tree];
        int b = a;
        int c = a;
        int d = a;
        for (int level = 0; level < depths[tree]; level++) {
          a = next(ranksA, a);
          b = next(ranksB, b);
          c = next(ranksC, c);
          d = next(ranksD, d);
        }
        sums[row] += leaves[a];
        sums[row + 1] += leaves[b];
        sums[row + 2] += leaves[c];
        sums[row + 3] += leaves[d];
      }
      for (int row = grouped; row < rows; row++) {
        sums[row] += leaf(ranks[row], tree);
      }
    }
  }
}
