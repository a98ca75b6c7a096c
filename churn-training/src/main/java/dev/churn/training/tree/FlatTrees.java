package dev.churn.training.tree;

import dev.churn.training.classifier.ScoringBlock;
import dev.churn.training.data.DerivedInputs;
import java.util.Arrays;
import java.util.List;

/**
 * Binary decision trees, concatenated in a few arrays. Each node is followed by its left subtree,
 * so that only the index of the right child is stored; children always come after their parents.
 */
public final class FlatTrees {
  /** The value in place of an input that marks a leaf. */
  public static final int LEAF = -1;

  /** The number of trees after which it is clear how alike the rows of a block are. */
  private static final int TRIED = 8;

  /** How many steps of single rows take as long as one of a set, as measured. */
  private static final long STEP_OF_SET = 12;

  /** Per-thread buffer, so that a single score does not allocate. */
  private static final ThreadLocal<int[]> RANKS =
      ThreadLocal.withInitial(() -> new int[DerivedInputs.COUNT]);

  private final int[] roots;
  private final int[] inputs;
  private final double[] values;
  private final int[] rights;

  private final TreeWalk walk;
  private final SetWalk setWalk;

  /**
   * @param roots indexes of the trees' roots
   * @param inputs the input that each node compares, an index of {@link DerivedInputs}; {@value
   *     #LEAF} in leaves
   * @param values threshold of each node, below which a row goes left; value of each leaf
   * @param rights index of each node's right child; 0 in leaves
   */
  public FlatTrees(int[] roots, int[] inputs, double[] values, int[] rights) {
    this.roots = roots;
    this.inputs = inputs;
    this.values = values;
    this.rights = rights;
    this.walk = new TreeWalk(roots, inputs, values, rights);
    this.setWalk = new SetWalk(walk);
  }

  /** {@return no trees, whose sum is 0} */
  public static FlatTrees none() {
    return new FlatTrees(new int[0], new int[0], new double[0], new int[0]);
  }

  public int[] roots() {
    return roots;
  }

  public int[] inputs() {
    return inputs;
  }

  public double[] values() {
    return values;
  }

  public int[] rights() {
    return rights;
  }

  public int count() {
    return roots.length;
  }

  /** {@return the sum over the trees of the leaf that the inputs reach} */
  public double sum(double[] row) {
    return walk.sum(ranks(row));
  }

  /**
   * Writes, for each part of consecutive trees, the sum of the leaves that the inputs reach, bit
   * for bit that of these trees alone. This takes less time than to ask the parts one by one.
   *
   * @param ends where each part ends, ascending; the first begins at 0
   */
  public void sums(double[] row, int[] ends, double[] sums) {
    int[] ranks = ranks(row);
    int from = 0;
    for (int part = 0; part < ends.length; part++) {
      sums[part] = walk.sum(ranks, from, ends[part]);
      from = ends[part];
    }
  }

  private int[] ranks(double[] row) {
    int[] ranks = RANKS.get();
    if (row.length > ranks.length) {
      ranks = new int[row.length];
    }
    walk.rank(row, ranks);
    return ranks;
  }

  /** Writes the {@link #sum} of each of the first rows, bit for bit, to the results. */
  public void sums(ScoringBlock block, int rows) {
    walk.rank(block.inputs(), rows, block.ranks());
    Arrays.fill(block.results(), 0, rows, 0);
    setWalk.begin(block, rows);
    int tried = Math.min(TRIED, count());
    // both ways lead to the same leaves; how alike the rows are decides which is the faster one
    if (setWalk.add(block, rows, 0, tried) * STEP_OF_SET <= walk.steps(0, tried) * rows) {
      setWalk.add(block, rows, tried, count());
    } else {
      walk.add(block.ranks(), rows, tried, block.results());
    }
  }

  /**
   * Adds, to the sum of each row, the leaf that the row reaches in one tree.
   *
   * @param columns values by input, then by row
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

  /** {@return the trees of all parts, in order} */
  public static FlatTrees concatenated(List<FlatTrees> parts) {
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

  /** Builds trees node by node, in preorder: a node, its left subtree, its right subtree. */
  public static final class Builder {
    private int[] roots = new int[4];
    private int[] inputs = new int[64];
    private double[] values = new double[64];
    private int[] rights = new int[64];
    private int treeCount;
    private int nodeCount;

    public void startTree() {
      if (treeCount == roots.length) {
        roots = Arrays.copyOf(roots, treeCount * 2);
      }
      roots[treeCount++] = nodeCount;
    }

    public void leaf(double value) {
      add(LEAF, value);
    }

    /** {@return the index of the new node} */
    public int node(int input, double threshold) {
      return add(input, threshold);
    }

    /** Makes the next node the right child of {@code node}. */
    public void startRightOf(int node) {
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

    public FlatTrees build() {
      return new FlatTrees(
          Arrays.copyOf(roots, treeCount),
          Arrays.copyOf(inputs, nodeCount),
          Arrays.copyOf(values, nodeCount),
          Arrays.copyOf(rights, nodeCount));
    }
  }
}
