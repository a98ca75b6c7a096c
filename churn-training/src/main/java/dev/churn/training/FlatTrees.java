package dev.churn.training;

import java.util.Arrays;
import java.util.List;

/**
 * Binary decision trees, one after the other in a few arrays. A node is followed by its left
 * subtree, so that only the place of the right one is kept; children always lie behind their
 * parents.
 */
final class FlatTrees {
  private final int[] roots;
  private final int[] inputs;
  private final double[] values;
  private final int[] rights;

  // What walking asks for: in a leaf one goes right, and that is the leaf itself, so that all ways
  // down can be as long as the longest and no step needs to ask whether it is the last.
  private final int[] steps; // of each node its input and its right child
  private final double[] thresholds;
  private final int[] depths; // of each tree
  private final int[] groupDepths; // of each WIDTH trees

  /**
   * @param roots the places of the trees' roots
   * @param inputs what each node asks for, a place in {@link DerivedInputs}; {@value #LEAF} in
   *     leaves
   * @param values the threshold of each node, below which one goes left; the value of each leaf
   * @param rights the place of each node's right child; 0 in leaves
   */
  FlatTrees(int[] roots, int[] inputs, double[] values, int[] rights) {
    this.roots = roots;
    this.inputs = inputs;
    this.values = values;
    this.rights = rights;
    steps = new int[2 * inputs.length];
    thresholds = new double[inputs.length];
    for (int node = 0; node < inputs.length; node++) {
      boolean leaf = inputs[node] == LEAF;
      steps[2 * node] = leaf ? 0 : inputs[node];
      steps[2 * node + 1] = leaf ? node : rights[node];
      thresholds[node] = leaf ? Double.NaN : values[node]; // no number is below NaN
    }
    depths = depths();
    groupDepths = new int[roots.length / WIDTH];
    for (int tree = 0; tree < groupDepths.length * WIDTH; tree++) {
      groupDepths[tree / WIDTH] = Math.max(groupDepths[tree / WIDTH], depths[tree]);
    }
  }

  private int[] depths() {
    int[] deepest = new int[roots.length];
    int[] depthOf = new int[inputs.length]; // parents lie before their children
    int tree = -1;
    for (int node = 0; node < inputs.length; node++) {
      if (tree + 1 < roots.length && node == roots[tree + 1]) {
        tree++;
      }
      deepest[tree] = Math.max(deepest[tree], depthOf[node]);
      if (inputs[node] != LEAF) {
        depthOf[node + 1] = depthOf[node] + 1;
        depthOf[rights[node]] = depthOf[node] + 1;
      }
    }
    return deepest;
  }

  int[] roots() {
    return roots;
  }

  int[] inputs() {
    return inputs;
  }

  double[] values() {
    return values;
  }

  int[] rights() {
    return rights;
  }

  static final int LEAF = -1;

  /** Ways down that are gone side by side: while one waits for the memory, the others go on. */
  private static final int WIDTH = 4;

  int count() {
    return roots.length;
  }

  private int next(double[] row, int node) {
    return row[steps[2 * node]] < thresholds[node] ? node + 1 : steps[2 * node + 1];
  }

  private int leaf(double[] row, int tree) {
    int node = roots[tree];
    for (int level = 0; level < depths[tree]; level++) {
      node = next(row, node);
    }
    return node;
  }

  /** {@return the sum of the leaves that the inputs lead to, one per tree} */
  double sum(double[] row) {
    double sum = 0;
    for (int group = 0; group < groupDepths.length; group++) {
      int a = roots[WIDTH * group];
      int b = roots[WIDTH * group + 1];
      int c = roots[WIDTH * group + 2];
      int d = roots[WIDTH * group + 3];
      for (int level = 0; level < groupDepths[group]; level++) {
        a = next(row, a);
        b = next(row, b);
        c = next(row, c);
        d = next(row, d);
      }
      sum += values[a];
      sum += values[b];
      sum += values[c];
      sum += values[d];
    }
    for (int tree = WIDTH * groupDepths.length; tree < roots.length; tree++) {
      sum += values[leaf(row, tree)];
    }
    return sum;
  }

  /** Puts the {@link #sum} of each row, bit for bit, into {@code sums}. */
  void sums(double[][] rows, int count, double[] sums) {
    Arrays.fill(sums, 0, count, 0);
    for (int tree = 0; tree < roots.length; tree++) {
      int grouped = count / WIDTH * WIDTH;
      for (int row = 0; row < grouped; row += WIDTH) {
        double[] rowA = rows[row];
        double[] rowB = rows[row + 1];
        double[] rowC = rows[row + 2];
        double[] rowD = rows[row + 3];
        int a = roots[tree];
        int b = a;
        int c = a;
        int d = a;
        for (int level = 0; level < depths[tree]; level++) {
          a = next(rowA, a);
          b = next(rowB, b);
          c = next(rowC, c);
          d = next(rowD, d);
        }
        sums[row] += values[a];
        sums[row + 1] += values[b];
        sums[row + 2] += values[c];
        sums[row + 3] += values[d];
      }
      for (int row = grouped; row < count; row++) {
        sums[row] += values[leaf(rows[row], tree)];
      }
    }
  }

  /**
   * Adds to the sum of each row the leaf that one tree leads it to.
   *
   * @param columns by input, then by row
   */
  void addTree(int tree, double[][] columns, int[] rows, int from, int to, double[] sums) {
    for (int i = from; i < to; i++) {
      int node = roots[tree];
      while (inputs[node] != LEAF) {
        node = columns[inputs[node]][rows[i]] < values[node] ? node + 1 : rights[node];
      }
      sums[rows[i]] += values[node];
    }
  }

  /** {@return the first trees; at least one} */
  FlatTrees first(int trees) {
    int end = trees < roots.length ? roots[trees] : inputs.length;
    return new FlatTrees(
        Arrays.copyOf(roots, trees),
        Arrays.copyOf(inputs, end),
        Arrays.copyOf(values, end),
        Arrays.copyOf(rights, end));
  }

  /** {@return all trees of all of them, in that order} */
  static FlatTrees concatenated(List<FlatTrees> parts) {
    int trees = parts.stream().mapToInt(FlatTrees::count).sum();
    int nodes = parts.stream().mapToInt(part -> part.inputs.length).sum();
    int[] roots = new int[trees];
    int[] inputs = new int[nodes];
    double[] values = new double[nodes];
    int[] rights = new int[nodes];
    int tree = 0;
    int start = 0;
    for (FlatTrees part : parts) {
      for (int root : part.roots) {
        roots[tree++] = start + root;
      }
      for (int node = 0; node < part.inputs.length; node++) {
        inputs[start + node] = part.inputs[node];
        values[start + node] = part.values[node];
        rights[start + node] = part.inputs[node] == LEAF ? 0 : start + part.rights[node];
      }
      start += part.inputs.length;
    }
    return new FlatTrees(roots, inputs, values, rights);
  }

  /** Collects trees, node by node, each before its left and that before its right subtree. */
  static final class Builder {
    private int[] roots = new int[4];
    private int[] inputs = new int[64];
    private double[] values = new double[64];
    private int[] rights = new int[64];
    private int treeCount;
    private int nodeCount;

    void startTree() {
      if (treeCount == roots.length) {
        roots = Arrays.copyOf(roots, treeCount * 2);
      }
      roots[treeCount++] = nodeCount;
    }

    void leaf(double value) {
      add(LEAF, value);
    }

    /** {@return the place of the new node} */
    int node(int input, double threshold) {
      return add(input, threshold);
    }

    /** Says that what comes next is the right child of {@code node}. */
    void startRightOf(int node) {
      rights[node] = nodeCount;
    }

    private int add(int input, double value) {
      if (nodeCount == inputs.length) {
        inputs = Arrays.copyOf(inputs, nodeCount * 2);
        values = Arrays.copyOf(values, nodeCount * 2);
        rights = Arrays.copyOf(rights, nodeCount * 2);
      }
      inputs[nodeCount] = input;
      values[nodeCount] = value;
      return nodeCount++;
    }

    FlatTrees build() {
      return new FlatTrees(
          Arrays.copyOf(roots, treeCount),
          Arrays.copyOf(inputs, nodeCount),
          Arrays.copyOf(values, nodeCount),
          Arrays.copyOf(rights, nodeCount));
    }
  }
}
