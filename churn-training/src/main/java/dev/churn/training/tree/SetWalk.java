package dev.churn.training.tree;

import dev.churn.training.classifier.ScoringBlock;
import java.util.Arrays;

/**
 * Walks a block of rows down each tree as one set, which is split only where its rows part. Rows
 * that share most of their values, such as customers who were last active on the same day or the
 * mixtures of two customers, reach few leaves, so that a tree costs a few steps for all of them
 * together. For unlike rows {@link TreeWalk} is faster.
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

  /** Prepares the sets of a block; its rows have their ranks. */
  void begin(ScoringBlock block, int rows) {
    collect(block.ranks(), rows, block.sets(size));
  }

  /**
   * Adds to the results of a block, of which {@link #begin} knows, the leaf that each row reaches
   * in some trees, in their order.
   *
   * @return the number of nodes at which a set arrived
   */
  long add(ScoringBlock block, int rows, int from, int to) {
    long[] below = block.sets(size);
    double[] sums = block.results();
    long all = -1L >>> (Long.SIZE - rows);
    int[] places = block.waitingPlaces();
    long[] sets = block.waitingSets();
    long steps = 0;
    for (int tree = from; tree < to; tree++) {
      int waiting = 0;
      int place = walk.root(tree);
      long set = all;
      while (true) {
        steps++;
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
    return steps;
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
