package dev.churn.domain.evaluation;

/**
 * The counts of correct and wrong predictions; a customer is predicted to churn at a probability of
 * {@value #THRESHOLD} or more.
 *
 * @param truePositives predicted to churn, and churned
 * @param falsePositives predicted to churn, but stayed
 * @param falseNegatives predicted to stay, but churned
 * @param trueNegatives predicted to stay, and stayed
 */
public record ConfusionMatrix(
    long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {
  /** The lowest probability at which a customer is predicted to churn. */
  public static final double THRESHOLD = 0.5;

  public ConfusionMatrix {
    if (Math.min(Math.min(truePositives, falsePositives), Math.min(falseNegatives, trueNegatives))
        < 0) {
      throw new IllegalArgumentException("expected no negative count");
    }
  }

  /** {@return the confusion matrix of the probabilities, one for each label} */
  public static ConfusionMatrix of(double[] probabilities, boolean[] churned) {
    long[] counts = new long[4];
    for (int i = 0; i < churned.length; i++) {
      counts[(churned[i] ? 0 : 1) + (probabilities[i] >= THRESHOLD ? 0 : 2)]++;
    }
    return new ConfusionMatrix(counts[0], counts[1], counts[2], counts[3]);
  }

  /** {@return the number of customers that churned} */
  public long churned() {
    return truePositives + falseNegatives;
  }

  /** {@return the number of customers that stayed} */
  public long stayed() {
    return falsePositives + trueNegatives;
  }

  double accuracy() {
    return (double) (truePositives + trueNegatives) / (churned() + stayed());
  }

  double precision() {
    return truePositives == 0 ? 0 : (double) truePositives / (truePositives + falsePositives);
  }

  double recall() {
    return truePositives == 0 ? 0 : (double) truePositives / churned();
  }

  double f1Score() {
    double hits = 2.0 * truePositives;
    return truePositives == 0 ? 0 : hits / (hits + falsePositives + falseNegatives);
  }
}
