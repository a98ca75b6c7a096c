package dev.churn.domain.statistics;

import java.util.Arrays;

/**
 * The scores of churned and of stayed rows, each in ascending order; sufficient for all ranking
 * metrics. Construction takes O(n log n), a traversal O(n).
 */
public final class Ranking {
  private final double[] churned;
  private final double[] stayed;

  private Ranking(double[] churned, double[] stayed) {
    this.churned = churned;
    this.stayed = stayed;
  }

  /** {@return the ranking of the scores, given the label of each row} */
  public static Ranking of(double[] scores, boolean[] labels) {
    double[] churned = new double[scores.length];
    double[] stayed = new double[scores.length];
    int churnedCount = 0;
    int stayedCount = 0;
    for (int i = 0; i < scores.length; i++) {
      double score = scores[i] + 0.0; // turns −0.0 into 0.0, so that both tie
      if (labels[i]) {
        churned[churnedCount++] = score;
      } else {
        stayed[stayedCount++] = score;
      }
    }
    churned = Arrays.copyOf(churned, churnedCount);
    stayed = Arrays.copyOf(stayed, stayedCount);
    Arrays.sort(churned);
    Arrays.sort(stayed);
    return new Ranking(churned, stayed);
  }

  /** {@return the number of churned rows} */
  public int churnedCount() {
    return churned.length;
  }

  /** {@return the number of stayed rows} */
  public int stayedCount() {
    return stayed.length;
  }

  /** Receives each distinct score with the number of churned and stayed rows that have it. */
  @FunctionalInterface
  public interface TieVisitor {
    /** Receives the next distinct score. */
    void visit(double score, int churned, int stayed);
  }

  /** Visits every distinct score in ascending order. */
  public void forEachTieAscending(TieVisitor visitor) {
    int c = 0;
    int s = 0;
    while (c < churned.length || s < stayed.length) {
      double score =
          c == churned.length
              ? stayed[s]
              : s == stayed.length ? churned[c] : Math.min(churned[c], stayed[s]);
      int nextC = c;
      int nextS = s;
      while (nextC < churned.length && churned[nextC] == score) {
        nextC++;
      }
      while (nextS < stayed.length && stayed[nextS] == score) {
        nextS++;
      }
      visitor.visit(score, nextC - c, nextS - s);
      c = nextC;
      s = nextS;
    }
  }

  /** Visits every distinct score in descending order. */
  public void forEachTieDescending(TieVisitor visitor) {
    int c = churned.length;
    int s = stayed.length;
    while (c > 0 || s > 0) {
      double score =
          c == 0
              ? stayed[s - 1]
              : s == 0 ? churned[c - 1] : Math.max(churned[c - 1], stayed[s - 1]);
      int nextC = c;
      int nextS = s;
      while (nextC > 0 && churned[nextC - 1] == score) {
        nextC--;
      }
      while (nextS > 0 && stayed[nextS - 1] == score) {
        nextS--;
      }
      visitor.visit(score, c - nextC, s - nextS);
      c = nextC;
      s = nextS;
    }
  }
}
