package dev.churn.training.tree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.churn.training.classifier.ScoringBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatTreesTest {
  private static final int INPUTS = 5;

  /** Few enough that rows often lie on a threshold; both zeros are equal. */
  private static final double[] THRESHOLDS = {-1e9, -2, -0.0, 0.0, 0.5, 1, 3, 1e-300, 7e9};

  private static final double[] SPECIAL = {
    Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, Double.MIN_VALUE
  };

  private static FlatTrees randomTrees(Random random, int trees, int depth) {
    var builder = new FlatTrees.Builder();
    for (int tree = 0; tree < trees; tree++) {
      builder.startTree();
      add(builder, random, depth);
    }
    return builder.build();
  }

  private static void add(FlatTrees.Builder builder, Random random, int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      builder.leaf(random.nextGaussian());
      return;
    }
    int node = builder.node(random.nextInt(INPUTS), THRESHOLDS[random.nextInt(THRESHOLDS.length)]);
    add(builder, random, depth - 1);
    builder.startRightOf(node);
    add(builder, random, depth - 1);
  }

  /** {@return rows of which all, or only groups, have most of their values in common} */
  private static double[][] rows(Random random, int rows, boolean areAlike) {
    double[][] values = new double[rows][INPUTS];
    for (int row = 0; row < rows; row++) {
      if (areAlike && row % 20 > 0) {
        values[row] = values[row - 1].clone();
        values[row][random.nextInt(INPUTS)] = value(random);
      } else {
        values[row] = random.doubles(INPUTS).map(x -> value(random)).toArray();
      }
    }
    return values;
  }

  private static double value(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> THRESHOLDS[random.nextInt(THRESHOLDS.length)];
      case 1 -> SPECIAL[random.nextInt(SPECIAL.length)];
      default -> 3 * random.nextGaussian();
    };
  }

  /** Walks down node by node; to the right from the threshold on. */
  private static double plainSum(FlatTrees trees, double[] row) {
    double sum = 0;
    for (int node : trees.roots()) {
      while (trees.inputs()[node] != FlatTrees.LEAF) {
        boolean isRight = row[trees.inputs()[node]] >= trees.values()[node];
        node = isRight ? trees.rights()[node] : node + 1;
      }
      sum += trees.values()[node];
    }
    return sum;
  }

  private static double[] sums(FlatTrees trees, ScoringBlock block, double[][] rows) {
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, block.inputs()[row], 0, INPUTS);
    }
    trees.sums(block, rows.length);
    return Arrays.copyOf(block.results(), rows.length);
  }

  @Test
  void the_sums_of_parts_are_those_of_their_trees_alone_bit_for_bit() {
    var random = new Random(5);
    for (int repetition = 0; repetition < 200; repetition++) {
      List<FlatTrees> parts = new ArrayList<>();
      for (int part = 0; part < 3; part++) {
        int trees = random.nextInt(9);
        parts.add(trees == 0 ? FlatTrees.none() : randomTrees(random, trees, random.nextInt(5)));
      }
      int[] ends = parts.stream().mapToInt(FlatTrees::count).toArray();
      Arrays.parallelPrefix(ends, Integer::sum);
      double[] row = rows(random, 1, false)[0];

      double[] sums = new double[3];
      FlatTrees.concatenated(parts).sums(row, ends, sums);

      assertThat(sums).containsExactly(parts.stream().mapToDouble(p -> p.sum(row)).toArray());
    }
  }

  /** Also on thresholds, and for values that no customer has; blocks of both kinds alternate. */
  @Test
  void all_ways_down_the_trees_give_the_same_sums_bit_for_bit() {
    var random = new Random(1);
    var block = new ScoringBlock();
    for (int repetition = 0; repetition < 400; repetition++) {
      FlatTrees trees = randomTrees(random, 1 + random.nextInt(30), random.nextInt(12));
      boolean areAlike = repetition % 2 == 0;
      double[][] rows = rows(random, 1 + random.nextInt(ScoringBlock.SIZE), areAlike);

      double[] expected = Arrays.stream(rows).mapToDouble(row -> plainSum(trees, row)).toArray();

      assertThat(sums(trees, block, rows)).isEqualTo(expected);
      assertThat(Arrays.stream(rows).mapToDouble(trees::sum).toArray()).isEqualTo(expected);
    }
  }

  @Test
  void rows_go_right_from_the_threshold_on() {
    var builder = new FlatTrees.Builder();
    builder.startTree();
    int node = builder.node(0, 2);
    builder.leaf(10);
    builder.startRightOf(node);
    builder.leaf(20);
    double[][] rows = {{1.9}, {2}, {Double.NaN}, {Double.NEGATIVE_INFINITY}};
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(rows[i], INPUTS);
    }

    assertThat(sums(builder.build(), new ScoringBlock(), rows)).containsExactly(10, 20, 10, 10);
  }
}
