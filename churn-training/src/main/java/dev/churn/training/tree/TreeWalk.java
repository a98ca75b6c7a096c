package dev.churn.training.tree;

import java.util.Arrays;

/**
 * Trees in a form for fast scoring. A row's inputs are first converted to ranks among the
 * thresholds of the trees; each step then compares small integers without an unpredictable branch.
 * A leaf is its own right child, so that all paths have the length of the longest and no step
 * checks for the end. Siblings are stored side by side.
 */
final class TreeWalk {
  /** Number of trees that are walked in parallel, which hides memory latency. */
  private static final int WIDTH = 4;

  /**
   * Bits of an input's index, enough for 4,096 inputs; the rest holds a million thresholds of each.
   */
  private static final int INPUT_BITS = 12;

  private static final int INPUT_MASK = (1 << INPUT_BITS) - 1;

  /** For each node, the index of its left child, the rank of its threshold, and its input. */
  private final long[] nodes;

  private final double[] leaves;
  private final int[] roots;
  private final int[] depths;
  private final int[] groupDepths; // depth of each group of WIDTH trees
  private final int depth; // of the deepest tree
  private final int[] asked; // the inputs that the trees compare
  private final double[][] thresholds; // by input, ascending; padded to a power of two
  private final int[] thresholdCounts; // by input, without padding

  TreeWalk(int[] roots, int[] inputs, double[] values, int[] rights) {
    nodes = new long[inputs.length];
    leaves = new double[inputs.length];
    this.roots = new int[roots.length];
    depths = new int[roots.length];
    groupDepths = new int[roots.length / WIDTH];
    asked = Arrays.stream(inputs).filter(i -> i != FlatTrees.LEAF).distinct().sorted().toArray();
    thresholds = new double[asked.length][];
    double[][] ofInput = new double[asked.length == 0 ? 0 : asked[asked.length - 1] + 1][];
    thresholdCounts = new int[ofInput.length];
    for (int i = 0; i < asked.length; i++) {
      ofInput[asked[i]] = distinctThresholds(asked[i], inputs, values);
      thresholdCounts[asked[i]] = ofInput[asked[i]].length;
      int size = Integer.highestOneBit(ofInput[asked[i]].length) * 2;
      thresholds[i] = Arrays.copyOf(ofInput[asked[i]], size);
      Arrays.fill(thresholds[i], ofInput[asked[i]].length, size, Double.POSITIVE_INFINITY);
    }
    int[] places = new int[inputs.length];
    int[] levels = new int[inputs.length];
    int tree = -1;
    int next = 0;
    for (int node = 0; node < inputs.length; node++) { // parents come before their children
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
    depth = Arrays.stream(depths).max().orElse(0);
    for (int t = 0; t < groupDepths.length * WIDTH; t++) {
      groupDepths[t / WIDTH] = Math.max(groupDepths[t / WIDTH], depths[t]);
    }
  }

  private static double[] distinctThresholds(int input, int[] inputs, double[] values) {
    double[] all = new double[inputs.length];
    int count = 0;
    for (int node = 0; node < inputs.length; node++) {
      if (inputs[node] == input) {
        all[count++] = values[node] + 0.0; // turns −0.0 into 0.0, which it equals
      }
    }
    return Arrays.stream(all, 0, count).sorted().distinct().toArray();
  }

  /** Writes, for each input, the number of thresholds that are not above it. */
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

  /** Ranks the first rows, several at a time, which hides how long a step takes. */
  void rank(double[][] inputs, int rows, int[][] ranks) {
    int grouped = rows / WIDTH * WIDTH;
    for (int i = 0; i < asked.length; i++) {
      int input = asked[i];
      double[] ascending = thresholds[i];
      for (int row = 0; row < grouped; row += WIDTH) {
        double a = inputs[row][input];
        double b = inputs[row + 1][input];
        double c = inputs[row + 2][input];
        double d = inputs[row + 3][input];
        int rankA = 0;
        int rankB = 0;
        int rankC = 0;
        int rankD = 0;
        for (int step = ascending.length >> 1; step > 0; step >>= 1) {
          rankA += a >= ascending[rankA + step - 1] ? step : 0;
          rankB += b >= ascending[rankB + step - 1] ? step : 0;
          rankC += c >= ascending[rankC + step - 1] ? step : 0;
          rankD += d >= ascending[rankD + step - 1] ? step : 0;
        }
        ranks[row][input] = rankA;
        ranks[row + 1][input] = rankB;
        ranks[row + 2][input] = rankC;
        ranks[row + 3][input] = rankD;
      }
    }
    for (int row = grouped; row < rows; row++) {
      rank(inputs[row], ranks[row]);
    }
  }

  int treeCount() {
    return roots.length;
  }

  int root(int tree) {
    return roots[tree];
  }

  /** {@return the inputs that the trees compare, ascending} */
  int[] asked() {
    return asked;
  }

  /** {@return the highest input that the trees compare, plus 1} */
  int inputCount() {
    return thresholdCounts.length;
  }

  /** {@return the number of distinct thresholds of an input, which is its highest rank} */
  int thresholdCount(int input) {
    return thresholdCounts[input];
  }

  boolean isLeaf(int place) {
    return left(place) < place;
  }

  double leaf(int place) {
    return leaves[place];
  }

  /** {@return the left child of a node, which the right one follows} */
  int left(int place) {
    return (int) (nodes[place] >> Integer.SIZE);
  }

  int input(int place) {
    return (int) nodes[place] & INPUT_MASK;
  }

  /** {@return the rank below which a row goes left} */
  int rank(int place) {
    return (int) nodes[place] >>> INPUT_BITS;
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

  /** {@return the sum over the trees, in order, of the leaf that a row reaches} */
  double sum(int[] ranks) {
    double sum = 0;
    for (int group = 0; group < groupDepths.length; group++) {
      sum = plusGroup(sum, ranks, WIDTH * group, groupDepths[group]);
    }
    for (int tree = WIDTH * groupDepths.length; tree < roots.length; tree++) {
      sum += leaf(ranks, tree);
    }
    return sum;
  }

  /** {@return the sum over some consecutive trees, in order, of the leaf that a row reaches} */
  double sum(int[] ranks, int from, int to) {
    double sum = 0;
    int tree = from;
    for (; tree + WIDTH <= to; tree += WIDTH) {
      sum = plusGroup(sum, ranks, tree, depth);
    }
    for (; tree < to; tree++) {
      sum += leaf(ranks, tree);
    }
    return sum;
  }

  /** {@return a sum plus, in order, the leaves that a row reaches in a group of trees} */
  private double plusGroup(double sum, int[] ranks, int first, int depth) {
    int a = roots[first];
    int b = roots[first + 1];
    int c = roots[first + 2];
    int d = roots[first + 3];
    for (int level = 0; level < depth; level++) {
      a = next(ranks, a);
      b = next(ranks, b);
      c = next(ranks, c);
      d = next(ranks, d);
    }
    return sum + leaves[a] + leaves[b] + leaves[c] + leaves[d];
  }

  /** {@return the number of steps that a row takes in some trees} */
  long steps(int from, int to) {
    long steps = 0;
    for (int tree = from; tree < to; tree++) {
      steps += depths[tree];
    }
    return steps;
  }

  /** Adds the leaf that each row reaches, in one tree after the other from {@code first} on. */
  void add(int[][] ranks, int rows, int first, double[] sums) {
    int grouped = rows / WIDTH * WIDTH;
    for (int tree = first; tree < roots.length; tree++) {
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
