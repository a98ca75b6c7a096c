package dev.churn.training.tree;

import dev.churn.training.classifier.ScoringBlock;
import java.util.Arrays;

/**
 * Walks a block of rows down each tree as one set, which is split only where its rows part. Rows
 * that share most of their values, such as the mixtures of two customers, reach few leaves, so that
 * a tree costs a few steps for all of them together. For unlike rows {@link TreeWalk} is faster.
 */
final class SetWalk {
  private final TreeWalk walk;
  private final int[] starts; // by asked input, where its sets begin
  private final int size;

  SetWalk(TreeWalk walk) {
    this.walk = walk;
    starts = new int[walk.inputCount()];
    int next = 0;
    for (int input : walk.asked()) {
      starts[input] = next;
      next += walk.thresholdCount(input) + 1;
    }
    size = next;
  }

  /** Writes the sum over the trees, in order, of the leaf that each row reaches. */
  void sums(ScoringBlock block, int rows) {
    long[] below = block.sets(size);
    collect(block.ranks(), rows, below);
    double[] sums = block.results();
    Arrays.fill(sums, 0, rows, 0);
    long all = -1L >>> (Long.SIZE - rows);
    int[] places = block.waitingPlaces();
    long[] sets = block.waitingSets();
    for (int tree = 0; tree < walk.treeCount(); tree++) {
      int waiting = 0;
      int place = walk.root(tree);
      long set = all;
      while (true) {
        if (walk.isLeaf(place)) {
          add(walk.leaf(place), set, sums);
          if (waiting == 0) {
            break;
          }
          place = places[--waiting];
          set = sets[waiting];
          continue;
        }
        int left = walk.left(place);
        long goLeft = set & below[starts[walk.input(place)] + walk.rank(place)];
        if (goLeft == set) {
          place = left;
        } else if (goLeft == 0) {
          place = left + 1;
        } else {
          places[waiting] = left + 1;
          sets[waiting++] = set ^ goLeft;
          place = left;
          set = goLeft;
        }
      }
    }
  }

  /** For each input and rank, the set of rows whose rank is below it. */
  private void collect(int[][] ranks, int rows, long[] below) {
    Arrays.fill(below, 0, size, 0);
    for (int input : walk.asked()) {
      int start = starts[input];
      int last = walk.thresholdCount(input);
      for (int row = 0; row < rows; row++) {
        int rank = ranks[row][input];
        if (rank < last) {
          below[start + rank + 1] |= 1L << row;
        }
      }
      for (int rank = start + 1; rank <= start + last; rank++) {
        below[rank] |= below[rank - 1];
      }
    }
  }

  private static void add(double leaf, long set, double[] sums) {
    for (long left = set; left != 0; left &= left - 1) {
      sums[Long.numberOfTrailingZeros(left)] += leaf;
    }
  }
}
