package dev.churn.training.linear;

import dev.churn.training.classifier.Scorer;
import dev.churn.training.math.Logits;

/** Logistic regression on standardized inputs. */
public final class LinearScorer implements Scorer {
  private final int[] inputs;
  private final double[] means;
  private final double[] scales;
  private final double[] weights;
  private final double intercept;

  /**
   * @param inputs indexes of the inputs it takes
   * @param means mean of each input over the training rows
   * @param scales standard deviation of each input; positive
   * @param weights coefficient of each standardized input
   */
  public LinearScorer(
      int[] inputs, double[] means, double[] scales, double[] weights, double intercept) {
    this.inputs = inputs;
    this.means = means;
    this.scales = scales;
    this.weights = weights;
    this.intercept = intercept;
  }

  public int[] inputs() {
    return inputs;
  }

  public double[] means() {
    return means;
  }

  public double[] scales() {
    return scales;
  }

  public double[] weights() {
    return weights;
  }

  public double intercept() {
    return intercept;
  }

  @Override
  public double probability(double[] values) {
    return Logits.probability(logOdds(values));
  }

  public double logOdds(double[] values) {
    double logOdds = intercept;
    for (int i = 0; i < inputs.length; i++) {
      logOdds += weights[i] * ((values[inputs[i]] - means[i]) / scales[i]);
    }
    return logOdds;
  }
}
