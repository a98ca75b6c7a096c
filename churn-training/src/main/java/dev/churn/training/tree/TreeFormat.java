package dev.churn.training.tree;

import dev.churn.training.data.DerivedInputs;
import dev.churn.training.file.ModelFileReader;
import dev.churn.training.file.ModelFileWriter;

/** The file format of {@link FlatTrees}: lists of roots, inputs, values and right children. */
public final class TreeFormat {
  private TreeFormat() {}

  public static void write(FlatTrees trees, ModelFileWriter out) {
    out.integers(trees.roots());
    out.integers(trees.inputs());
    out.reals(trees.values());
    out.integers(trees.rights());
  }

  /** {@return trees whose leaves are shares of churned rows, 0 to 1} */
  public static FlatTrees readForest(ModelFileReader in) {
    FlatTrees trees = read(in);
    for (int i = 0; i < trees.inputs().length; i++) {
      boolean share = trees.values()[i] >= 0 && trees.values()[i] <= 1;
      in.require(share || trees.inputs()[i] != FlatTrees.LEAF, "shares in the leaves of a forest");
    }
    return trees;
  }

  /**
   * {@return the trees that {@link #write} wrote}
   *
   * @throws dev.churn.domain.ChurnException with {@code CORRUPT} if the bytes are not such trees
   */
  public static FlatTrees read(ModelFileReader in) {
    int[] roots = in.integers();
    int[] inputs = in.integers();
    double[] values = in.reals();
    int[] rights = in.integers();
    int nodes = inputs.length;
    in.require(
        nodes == values.length && nodes == rights.length, "as many values and children as nodes");
    in.require(roots.length > 0 && roots[0] == 0, "a first tree");
    for (int tree = 0; tree < roots.length; tree++) {
      int root = roots[tree];
      int end = tree == roots.length - 1 ? nodes : roots[tree + 1];
      in.require(root >= 0 && root < end && end <= nodes, "a node in each tree");
      requireTree(in, inputs, rights, root, end);
    }
    return new FlatTrees(roots, inputs, values, rights);
  }

  /**
   * Checks that each node but the root has one parent: a left child directly follows it, a right
   * child comes after the left subtree.
   */
  private static void requireTree(
      ModelFileReader in, int[] inputs, int[] rights, int root, int end) {
    int[] sizes = new int[end - root]; // size of the subtree of each node
    for (int node = end - 1; node >= root; node--) {
      int input = inputs[node];
      int right = rights[node];
      if (input == FlatTrees.LEAF) {
        in.require(right == 0, "no children of a leaf");
        sizes[node - root] = 1;
      } else {
        in.require(input >= 0 && input < DerivedInputs.COUNT, "known inputs");
        in.require(
            right < end && node + 1 < end && right == node + 1 + sizes[node + 1 - root],
            "a right child behind the left one");
        sizes[node - root] = 1 + sizes[node + 1 - root] + sizes[right - root];
      }
    }
    in.require(sizes[0] == end - root, "one tree from each root");
  }
}
