package dev.churn.training;

import java.util.Arrays;

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

  int count() {
    return roots.length;
  }

  /** {@return the sum of the leaves that the inputs lead to, one per tree} */
  double sum(double[] row) {
    double sum = 0;
    for (int root : roots) {
      int node = root;
      while (inputs[node] != LEAF) {
        node = row[inputs[node]] < values[node] ? node + 1 : rights[node];
      }
      sum += values[node];
    }
    return sum;
  }

  /** Collects trees, node by node, each before its left and that before its right subtree. */
  static final class Builder {
    private int[] roots = new int[16];
    private int[] inputs = new int[1024];
    private double[] values = new double[1024];
    private int[] rights = new int[1024];
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
