package dev.churn.domain.evaluation;

import java.util.Arrays;

/**
 * The scores of those who churned and of those who stayed, each ascending; all that measures of
 * order need. Built in n log n, read in one go.
 */
public final class Ranking {
  private final double[] churned;
  private final double[] stayed;

  private Ranking(double[] churned, double[] stayed) {
    this.churned = churned;
    this.stayed = stayed;
  }

  /** {@return the ranking of scores whose rows have these labels} */
  public static Ranking of(double[] scores, boolean[] labels) {
    double[] churned = new double[scores.length];
    double[] stayed = new double[scores.length];
    int churnedCount = 0;
    int stayedCount = 0;
    for (int i = 0; i < scores.length; i++) {
      double score = scores[i] + 0.0; // makes −0.0 the tie of 0.0 that it is
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

  /** {@return how many rows churned} */
  public int churnedCount() {
    return churned.length;
  }

  /** {@return how many rows stayed} */
  public int stayedCount() {
    return stayed.length;
  }

  /** Takes one score and how many rows of either class have it. */
  @FunctionalInterface
  public interface TieVisitor {
    /** Takes the next tie. */
    void visit(double score, int churned, int stayed);
  }

  /** Visits every score, the lowest first. */
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

  /** Visits every score, the highest first. */
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
