package dev.churn.training.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.churn.training.data.Bins.Bin;
import dev.churn.training.data.DerivedInputs;
import dev.churn.training.math.SplitMix;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TreeGrowerTest {
  private static final int SILENT = DerivedInputs.SILENT.ordinal();
  private static final int GAP = DerivedInputs.GAP.ordinal();
  private static final int[] INPUTS = {SILENT, GAP};

  private static TreeLimits limits(int depth, int minRows, int inputsPerSplit) {
    return new TreeLimits(depth, minRows, inputsPerSplit, 0, 0, Double.MAX_VALUE);
  }

  /** Grows a least squares tree. */
  private static FlatTrees grow(
      double[][] columns, double[] responses, double[] weights, TreeLimits limits) {
    int size = responses.length;
    int[] rows = IntStream.range(0, size).toArray();
    Bin[] bins = Arrays.stream(columns).map(c -> Bin.of(c, rows)).toArray(Bin[]::new);
    TreeTarget target = TreeTarget.ofRows(size);
    for (int row : rows) {
      target.gradients()[row] = weights[row] * responses[row];
      target.curvatures()[row] = weights[row];
    }
    return new TreeGrower(Arrays.copyOf(INPUTS, columns.length), bins, size, limits, null)
        .grow(rows, size, target, new SplitMix(1), 1);
  }

  private static double[] ones(int size) {
    return IntStream.range(0, size).mapToDouble(i -> 1).toArray();
  }

  @Test
  void the_split_that_leaves_the_least_squares_is_found() {
    double[] silent = {1, 2, 3, 4, 5, 6};
    double[] gap = {9, 1, 8, 2, 7, 3};
    double[] responses = {0, 0, 1, 1, 1, 1};

    FlatTrees tree = grow(new double[][] {silent, gap}, responses, ones(6), limits(1, 1, 2));

    assertThat(tree.inputs()).containsExactly(SILENT, FlatTrees.LEAF, FlatTrees.LEAF);
    assertThat(tree.values()).containsExactly(2.5, 0, 1);
  }

  @Test
  void leaves_are_weighted_means_and_a_weight_is_as_good_as_a_row() {
    double[] silent = {1, 1, 2, 2};
    double[] responses = {0, 1, 1, 3};

    FlatTrees weighted =
        grow(new double[][] {silent}, responses, new double[] {3, 1, 1, 1}, limits(1, 1, 1));
    FlatTrees repeated =
        grow(
            new double[][] {{1, 1, 1, 1, 2, 2}},
            new double[] {0, 0, 0, 1, 1, 3},
            ones(6),
            limits(1, 1, 1));

    assertThat(weighted.values()).containsExactly(1.5, 0.25, 2);
    assertThat(repeated.values()).containsExactly(1.5, 0.25, 2);
  }

  @Test
  void depth_and_leaf_size_bound_the_tree() {
    var random = new Random(2);
    double[] silent = random.doubles(1000).toArray();
    double[] responses = random.doubles(1000).toArray();

    FlatTrees tree = grow(new double[][] {silent}, responses, ones(1000), limits(6, 40, 1));

    int[] leafSizes = new int[tree.inputs().length];
    for (double value : silent) {
      int node = 0;
      int questions = 0;
      while (tree.inputs()[node] != FlatTrees.LEAF) {
        node = value < tree.values()[node] ? node + 1 : tree.rights()[node];
        questions++;
      }
      leafSizes[node]++;
      assertThat(questions).isLessThanOrEqualTo(6);
    }
    assertThat(Arrays.stream(leafSizes).filter(size -> size > 0)).allMatch(size -> size >= 40);
    assertThat(Arrays.stream(leafSizes).filter(size -> size > 0).count()).isGreaterThan(8);
  }

  @Test
  void what_remains_of_a_parent_is_as_good_as_a_sum_of_its_own() {
    var random = new Random(3);
    double[][] columns = {random.doubles(3000).toArray(), random.doubles(3000).toArray()};
    double[] responses = new double[3000];
    Arrays.setAll(
        responses, i -> Math.sin(9 * columns[0][i]) * columns[1][i] + random.nextGaussian());

    FlatTrees kept = grow(columns, responses, ones(3000), limits(8, 5, 2));
    double[] sums = new double[3000];
    double[][] byPlace = new double[DerivedInputs.COUNT][];
    byPlace[SILENT] = columns[0];
    byPlace[GAP] = columns[1];
    int[] rows = IntStream.range(0, 3000).toArray();
    kept.addTree(0, byPlace, rows, 0, 3000, sums);

    // each leaf is the mean of the rows that its thresholds lead to it
    for (double leaf : Arrays.stream(sums).distinct().toArray()) {
      assertThat(
              Arrays.stream(rows)
                  .filter(r -> sums[r] == leaf)
                  .mapToDouble(r -> responses[r])
                  .average()
                  .orElseThrow())
          .isEqualTo(leaf, within(1e-9));
    }
  }
}
